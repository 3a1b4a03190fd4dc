package io.sealcast.processing;

import io.sealcast.catalog.VideoFile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The videos as processing reads and changes them, within the transaction of the caller. */
interface VideoRepository {
  /** The video, locked until the transaction ends; null when it isn't there. */
  @Nullable VideoFile lock(long fileId);

  /** The video as it is now; null when it isn't there. */
  @Nullable VideoFile find(long fileId);

  /**
   * Writes progress and lease of a video that this worker has, and nothing else of it.
   *
   * @param percent 0 to 99
   * @return whether the video is there and this worker's
   */
  boolean prolong(LeasedVideo leased, int percent, Instant until);

  /**
   * The unfinished, due videos that nobody works on and whose job has been sent, oldest first.
   *
   * @param most how many at most
   */
  List<VideoFile> waiting(Instant now, int most);
}
