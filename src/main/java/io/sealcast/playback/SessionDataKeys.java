package io.sealcast.playback;

import io.sealcast.account.Viewer;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.SessionKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Opens the data key of a stream session's video, with which its owner adds objects to the video
 * without entering the encryption key again. Thread-safe.
 */
@ApplicationScoped
public class SessionDataKeys {
  private final StreamSessions sessions;
  private final SessionStore store;
  private final SealedKeys sealedKeys;

  @Inject
  SessionDataKeys(StreamSessions sessions, SessionStore store, SealedKeys sealedKeys) {
    this.sessions = sessions;
    this.store = store;
    this.sealedKeys = sealedKeys;
  }

  /**
   * Returns the data key, which the caller closes.
   *
   * @throws DomainException SESSION_ENDED when the session has ended, never existed, or belongs to
   *     another account or video
   */
  public DataKey open(Viewer viewer, long fileId, String requestId) {
    sessions.require(viewer, fileId, requestId);
    SessionRow row =
        store
            .find(RequestIds.hash(requestId))
            .orElseThrow(() -> new DomainException(ErrorCode.SESSION_ENDED));
    SessionKeys keys = sealedKeys.openSession(requestId, fileId, row.expiresAt(), row.sealedKeys());
    keys.responseKey().close();
    return keys.dataKey();
  }
}
