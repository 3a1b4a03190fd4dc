package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.SoundSteps;
import io.sealcast.catalog.VideoFile;
import io.sealcast.media.Ladder;
import io.sealcast.media.SegmentStarts;
import io.sealcast.media.SourceClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and updates the videos in the caller's transaction. */
interface VideoRepository {
  /** Returns the video and locks its row until the transaction ends; null when it doesn't exist. */
  @Nullable VideoFile lock(long fileId);

  /** Returns the video, or null when it doesn't exist. */
  @Nullable VideoFile find(long fileId);

  /** Returns a registered part of a rendition by its number, from 0. */
  Optional<MediaObject> part(long fileId, String rendition, int number);

  /** Returns the first registered part of the rendition in work, whatever its name. */
  Optional<MediaObject> firstPart(long fileId);

  /** Records that objects, to which nothing refers any more, are to be deleted from storage. */
  void deleteLater(long fileId, List<UUID> objects, Instant now);

  /**
   * Records that objects, whose rows were removed, are to be deleted from storage when no stream
   * that was opened until now uses them any more. The rows are gone afterwards, so that others of
   * the same names can be added.
   */
  void deleteAfterStreams(long fileId, List<UUID> objects, Instant now);

  /** Returns the ids of objects of a video whose deletion is recorded. */
  Set<UUID> expected(long fileId);

  /** Adds the steps in which smaller renditions of a video are made once it is processed. */
  void addLadder(long fileId, List<Ladder.Rung> rungs, List<SegmentStarts.Run> parts, Instant now);

  /**
   * Adds the steps in which further sound tracks of a video are made once it is processed.
   *
   * @param clock how the video is related to the clock of its source
   */
  void addSounds(long fileId, List<SoundSteps.Sound> sounds, SourceClock clock, Instant now);

  /** Removes the pieces of a video whose job ends, and records the deletion of their objects. */
  void removePieces(long fileId, Instant now);

  /**
   * Updates only the progress and the lease of a video.
   *
   * @param percent 0 to 99
   * @return whether the video exists and the worker still has its lease
   */
  boolean prolong(LeasedVideo leased, int percent, Instant until);

  /** Returns those of the videos that exist and whose processing hasn't ended. */
  Set<Long> unfinished(Set<Long> fileIds);

  /**
   * Returns the unfinished, due videos without a lease whose job has been sent. Those of accounts
   * whose videos were taken longest ago come first, and of an account the oldest.
   *
   * @param most maximum number of videos
   */
  List<VideoFile> waiting(Instant now, int most);
}
