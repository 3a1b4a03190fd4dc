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
        fetch.fetchFrom / SessionFlow.CHUNK_SIZE,
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
    return response.match(
        chunk -> openChunk(fetch, chunk), receipt -> openReceipt(fetch, receipt), failure -> null);
  }

  /** Only who has the chunks sent to a topic of the session's own waits for receipts. */
  private static byte[] openReceipt(ChunkFetch fetch, RangeResponse.Receipt receipt) {
    boolean expected = fetch.subscription.ownTopic() != null && receipt.last() == fetch.last;
    return expected ? new byte[0] : null;
  }

  private byte[] openChunk(ChunkFetch fetch, RangeResponse.Chunk chunk) {
    if (chunk.last() != fetch.last || fetch.subscription.ownTopic() != null) {
      return null;
    }
    try {
      ResponseContext context =
          new ResponseContext(
              chunk.requestId(),
              chunk.rangeId(),
              fetch.subscription.range().object(),
              chunk.offset(),
              chunk.last());
      byte[] bytes = ResponseCipher.open(responseKey, context, chunk.sealedChunk());
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
