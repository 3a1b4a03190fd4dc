package io.sealcast.gateway;

import io.sealcast.catalog.MediaView;
import io.sealcast.playback.StreamSession;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;

/** Finds the views of a stream session by their names in URLs. */
public final class MediaViews {
  private MediaViews() {}

  /**
   * Returns the view with a name.
   *
   * @throws DomainException NOT_FOUND when the session has no such view
   */
  public static MediaView require(StreamSession session, String name) {
    return session.view(name).orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND));
  }
}
