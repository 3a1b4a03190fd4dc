package io.sealcast.catalog;

import io.sealcast.account.Viewer;
import io.sealcast.text.LanguageTag;
import java.util.Optional;
import java.util.UUID;

/**
 * The captions of videos in the library, of which a video has at most one object for each language.
 * Their stored objects are written and deleted by the caller.
 */
public interface Captions {
  /** Maximum number of captions of a video. */
  int MAX_PER_VIDEO = 32;

  /**
   * Returns a detached video whose captions the viewer may change.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND when it isn't the viewer's,
   *     VIDEO_NOT_READY
   */
  VideoFile require(Viewer viewer, long fileId);

  /**
   * Adds captions, in place of those in the same language, whose stored object is recorded for
   * deletion in the same transaction.
   *
   * @param captions captions whose stored object has been published and was {@linkplain
   *     ObjectDeletions#expect expected}
   * @return id of the object that was replaced, if there was one
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VIDEO_NOT_READY, TOO_MANY_CAPTIONS,
   *     STORAGE_UNAVAILABLE when the object wasn't registered in time
   */
  Optional<UUID> put(Viewer viewer, long fileId, MediaObject captions);

  /**
   * Removes captions and records in the same transaction that their stored object is to be deleted.
   *
   * @return id of the object that was removed
   * @throws io.sealcast.problem.DomainException NOT_FOUND also when there are none in the language,
   *     VIDEO_NOT_READY
   */
  UUID remove(Viewer viewer, long fileId, LanguageTag language);
}
