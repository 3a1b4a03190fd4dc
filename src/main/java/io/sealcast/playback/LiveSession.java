package io.sealcast.playback;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.ResponseCipher;
import io.sealcast.vault.ResponseContext;
import io.sealcast.vault.ResponseKey;
import java.time.Duration;
import java.time.Instant;

/**
 * A stream session as this instance knows it. Of its keys it holds only the one that opens answers;
 * the data key stays sealed.
 */
final class LiveSession {
  /**
   * How long after its deadline a request may still be served: clocks of machines differ, and a
   * late answer is still welcome.
   */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final StreamSession session;
  private final byte[] hash;
  private final byte[] sealedKeys;
  private final ResponseKey responseKey;
  private final String replyTopic;
  private final boolean sharesChunks;
  private final SessionFlow flow;
  private volatile boolean ended;
  private volatile String openedBy;
  private volatile Instant seen = Instant.now();
  private volatile Instant used = Instant.now();

  /**
   * @param sharesChunks whether others may have what comes for this session; not when its viewer
   *     holds the response key and so could make up answers
   */
  LiveSession(
      StreamSession session,
      byte[] hash,
      byte[] sealedKeys,
      ResponseKey responseKey,
      String replyTopic,
      boolean sharesChunks,
      FlowControl control) {
    this.session = session;
    this.hash = hash;
    this.sealedKeys = sealedKeys;
    this.responseKey = responseKey;
    this.replyTopic = replyTopic;
    this.sharesChunks = sharesChunks;
    this.flow = new SessionFlow(this, control);
  }

  StreamSession session() {
    return session;
  }

  String requestId() {
    return session.requestId();
  }

  byte[] hash() {
    return hash;
  }

  SessionFlow flow() {
    return flow;
  }

  boolean sharesChunks() {
    return sharesChunks;
  }

  boolean isLive(Instant now) {
    return !ended && now.isBefore(session.expiresAt());
  }

  /** The trace of the request that opened it, or null: it wasn't traced, or not opened here. */
  String openedBy() {
    return openedBy;
  }

  void openedBy(String traceparent) {
    openedBy = traceparent;
  }

  /** When its row was last seen in the database. */
  Instant seen() {
    return seen;
  }

  void seenAt(Instant when) {
    seen = when;
  }

  /** When its viewer was last there. */
  Instant used() {
    return used;
  }

  void usedAt(Instant when) {
    used = when;
  }

  RangeRequest request(ChunkFetch fetch, Duration patience) {
    String ownTopic = fetch.subscription.ownTopic();
    return new RangeRequest(
        session.requestId(),
        fetch.rangeId,
        session.fileId(),
        fetch.subscription.range().object(),
        fetch.fetchFrom,
        fetch.fetchTo,
        ownTopic == null ? replyTopic : ownTopic,
        ownTopic == null ? null : replyTopic,
        sealedKeys,
        session.expiresAt(),
        Instant.now().plus(patience).plus(GRACE));
  }

  /** What was fetched, or null when the answer isn't that. A receipt brings nothing. */
  byte[] open(ChunkFetch fetch, RangeResponse response) {
    if (response.last() != fetch.last) {
      return null;
    }
    if (fetch.subscription.ownTopic() != null) {
      return new byte[0];
    }
    try {
      ResponseContext context =
          new ResponseContext(
              response.requestId(),
              response.rangeId(),
              fetch.subscription.range().object(),
              response.offset(),
              response.last());
      byte[] bytes = ResponseCipher.open(responseKey, context, response.sealedChunk());
      return bytes.length == fetch.fetchLength() ? bytes : null;
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Ends it for all its subscribers and wipes the key; what is being opened fails quietly. */
  void end() {
    ended = true;
    flow.end(ErrorCode.SESSION_ENDED);
    responseKey.close();
  }
}
