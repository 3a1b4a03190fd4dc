package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.SoundSteps;
import io.sealcast.catalog.VideoFile;
import io.sealcast.media.Ladder;
import io.sealcast.media.SegmentStarts;
import io.sealcast.media.SourceClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** A repository in memory with at most one video. */
final class FakeVideos implements VideoRepository {
  private final VideoFile video;
  final List<UUID> toBeDeleted = new ArrayList<>();
  final List<Ladder.Rung> ladder = new ArrayList<>();

  /** Number of times that the pieces of the video were removed. */
  int endsOfPieces;

  final List<SoundSteps.Sound> sounds = new ArrayList<>();

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
  public Optional<MediaObject> part(long fileId, String rendition, int number) {
    return parts(fileId)
        .filter(o -> o.partOf().equals(Optional.of(rendition)))
        .skip(number)
        .findFirst();
  }

  @Override
  public Optional<MediaObject> firstPart(long fileId) {
    return parts(fileId).findFirst();
  }

  /** Returns the parts in the order in which they were published. */
  private Stream<MediaObject> parts(long fileId) {
    return Stream.ofNullable(find(fileId))
        .flatMap(found -> found.getObjects().stream())
        .filter(o -> o.getKind() == MediaObject.Kind.PART);
  }

  @Override
  public void deleteLater(long fileId, List<UUID> objects, Instant now) {
    toBeDeleted.addAll(objects);
  }

  @Override
  public void deleteAfterStreams(long fileId, List<UUID> objects, Instant now) {
    toBeDeleted.addAll(objects);
  }

  @Override
  public Set<UUID> expected(long fileId) {
    return Set.copyOf(toBeDeleted);
  }

  @Override
  public void addLadder(
      long fileId, List<Ladder.Rung> rungs, List<SegmentStarts.Run> parts, Instant now) {
    ladder.addAll(rungs);
  }

  @Override
  public void addSounds(
      long fileId, List<SoundSteps.Sound> tracks, SourceClock clock, Instant now) {
    sounds.addAll(tracks);
  }

  @Override
  public void removePieces(long fileId, Instant now) {
    endsOfPieces++;
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
