package io.sealcast.gateway;

import io.sealcast.catalog.MediaObject;
import io.sealcast.playback.StreamSession;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/** Finds the objects of a stream session by the names that URLs have for them. */
public final class MediaObjects {
  private MediaObjects() {}

  /**
   * The object of this name.
   *
   * @throws DomainException NOT_FOUND when the session has none
   */
  public static MediaObject require(StreamSession session, String name) {
    return session.object(name).orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
  }
}
