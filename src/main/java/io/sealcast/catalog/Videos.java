package io.sealcast.catalog;

import io.sealcast.account.Viewer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The library. A video that a viewer may not see is treated as if it didn't exist. */
public interface Videos {

  /** Returns an id for a new video. */
  long nextId();

  /**
   * Adds an uploaded video with its source object and key slots, together with its job, which is to
   * be sent, in one transaction.
   */
  void add(VideoFile video, JobKey job);

  /**
   * Returns a detached video with its objects and key slots.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND when no such video exists or the viewer
   *     may not see it
   */
  VideoFile require(Viewer viewer, long fileId);

  /**
   * Resets a failed video and stores its new job, which is to be sent, in one transaction. Of
   * several concurrent calls only one succeeds.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VIDEO_BUSY
   */
  VideoFile requeue(Viewer viewer, long fileId, JobKey job);

  /**
   * Takes the lease of an unfinished video from the worker that may have it, and records that its
   * job was cancelled. Of several concurrent calls only one succeeds. The caller erases the key of
   * the job and then calls {@link #settle}; if it doesn't, a processor does so after the lease.
   *
   * @param worker name of the new holder of the lease, which nobody else uses
   * @param until end of the lease
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VIDEO_NOT_PROCESSING
   */
  void cancel(Viewer viewer, long fileId, String worker, Instant until);

  /**
   * Gives a video the status of its recorded outcome, unless somebody else has done so.
   *
   * @param worker holder of the lease
   * @throws io.sealcast.problem.DomainException NOT_FOUND
   */
  VideoFile settle(Viewer viewer, long fileId, String worker);

  /**
   * Renames a video.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VALIDATION_FAILED
   */
  VideoFile rename(Viewer viewer, long fileId, String title);

  /**
   * Deletes the rows of a video, its key slots among them, and records in the same transaction that
   * its stored objects are to be deleted.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND
   */
  Deletion delete(Viewer viewer, long fileId);

  /** Returns a page of the videos that the viewer may see, newest first. */
  Page list(Viewer viewer, LibraryQuery query);

  /** Returns those of the ids that belong to no video, whose stored objects are orphans. */
  Set<Long> withoutRow(Collection<Long> fileIds);

  /**
   * A page of the library.
   *
   * @param total number of videos on all pages
   * @param next position of the next page, or null when there is none
   */
  record Page(List<VideoFile> items, long total, @Nullable LibraryPosition next) {}
}
