package io.sealcast.processing;

import io.sealcast.catalog.VideoFile;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A repository in memory with at most one video. */
final class FakeVideos implements VideoRepository {
  private final VideoFile video;

  FakeVideos(VideoFile video) {
    this.video = video;
  }

  @Override
  public VideoFile lock(long fileId) {
    return find(fileId);
  }

  @Override
  public VideoFile find(long fileId) {
    return video.getId() == fileId ? video : null;
  }

  @Override
  public boolean prolong(LeasedVideo leased, int percent, Instant until) {
    VideoFile found = find(leased.fileId());
    if (found == null || !found.isLeasedTo(leased.worker())) {
      return false;
    }
    found.reportProgress(leased.worker(), percent, until);
    return true;
  }

  @Override
  public Set<Long> unfinished(Set<Long> fileIds) {
    throw new UnsupportedOperationException("that is a query");
  }

  @Override
  public List<VideoFile> waiting(Instant now, int most) {
    throw new UnsupportedOperationException("that is a query");
  }
}
