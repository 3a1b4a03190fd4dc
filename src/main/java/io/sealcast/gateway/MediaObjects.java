package io.sealcast.gateway;

import io.sealcast.catalog.MediaObject;
import io.sealcast.playback.StreamSession;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/** Finds the objects of a stream session by their names in URLs. */
public final class MediaObjects {
  private MediaObjects() {}

  /**
   * Returns the object with a name.
   *
   * @throws DomainException NOT_FOUND when the session has no such object
   */
  public static MediaObject require(StreamSession session, String name) {
    return session.object(name).orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
  }
}
