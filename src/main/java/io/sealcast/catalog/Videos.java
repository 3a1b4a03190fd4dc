package io.sealcast.catalog;

import io.sealcast.account.Viewer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The library, as far as somebody may see it. What they may not see isn't there. */
public interface Videos {

  /** An id for a video that is about to be stored. */
  long nextId();

  /**
   * Adds an uploaded video with its source object and key slots, and the job that is to be sent for
   * it, all or nothing.
   */
  void add(VideoFile video, UnsentJob job);

  /**
   * A video with its objects and key slots, detached.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND when there is none that the viewer may
   *     see
   */
  VideoFile require(Viewer viewer, long fileId);

  /**
   * Lets a failed video's processing begin anew, with the job that is to be sent for it, all or
   * nothing. Of several at once only one does.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VIDEO_BUSY, VIDEO_PROCESSED
   */
  VideoFile requeue(Viewer viewer, long fileId, UnsentJob job);

  /**
   * Renames.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VALIDATION_FAILED
   */
  VideoFile rename(Viewer viewer, long fileId, String title);

  /**
   * Removes the rows; the caller then removes what is stored.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND
   */
  void delete(Viewer viewer, long fileId);

  /** A page of what the viewer may see, newest first. */
  Page list(Viewer viewer, LibraryQuery query);

  /** Those of these ids that no video has: what is stored under them is left over. */
  Set<Long> withoutRow(Collection<Long> fileIds);

  /**
   * @param total how many there are on all pages
   * @param next where the rest begins, or null when there is none
   */
  record Page(List<VideoFile> items, long total, @Nullable LibraryPosition next) {}
}
