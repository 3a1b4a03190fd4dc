package io.sealcast.playback;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.ResponseCipher;
import io.sealcast.vault.ResponseContext;
import io.sealcast.vault.ResponseKey;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes a session's requests and opens the answers to them. Of its keys it holds only the one that
 * opens answers; the data key stays sealed.
 */
final class SessionCodec implements AutoCloseable {
  /**
   * How long after its deadline a request may still be served: clocks of machines differ, and a
   * late answer is still welcome.
   */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final StreamSession session;
  private final byte[] sealedKeys;
  private final ResponseKey responseKey;
  private final String replyTopic;
  private final boolean sharesChunks;
  private final @Nullable String openedBy;
  private final InstantSource clock;

  /**
   * Takes ownership of {@code responseKey}.
   *
   * @param sharesChunks whether others may have what comes for this session; not when its viewer
   *     holds the response key and so could make up answers
   * @param openedBy the trace of the request that opened it, or null: it wasn't traced, or not
   *     opened here
   */
  SessionCodec(
      StreamSession session,
      byte[] sealedKeys,
      ResponseKey responseKey,
      String replyTopic,
      boolean sharesChunks,
      @Nullable String openedBy,
      InstantSource clock) {
    this.session = session;
    this.sealedKeys = sealedKeys;
    this.responseKey = responseKey;
    this.replyTopic = replyTopic;
    this.sharesChunks = sharesChunks;
    this.openedBy = openedBy;
    this.clock = clock;
  }

  StreamSession session() {
    return session;
  }

  boolean sharesChunks() {
    return sharesChunks;
  }

  @Nullable String openedBy() {
    return openedBy;
  }

  boolean isExpired() {
    return !clock.instant().isBefore(session.expiresAt());
  }

  RangeRequest request(ChunkFetch fetch, Duration patience) {
    String ownTopic = fetch.subscription.ownTopic();
    return new RangeRequest(
        session.requestId(),
        fetch.rangeId,
        session.fileId(),
        fetch.subscription.range().object(),
        ChunkGrid.DEFAULT.indexOf(fetch.fetchFrom),
        fetch.fetchFrom,
        fetch.fetchTo,
        ownTopic == null ? replyTopic : ownTopic,
        ownTopic == null ? null : replyTopic,
        sealedKeys,
        session.expiresAt(),
        clock.instant().plus(patience).plus(GRACE));
  }

  /** What was fetched, or null when the answer isn't that. A receipt brings nothing. */
  byte @Nullable [] open(ChunkFetch fetch, RangeResponse response) {
    return response.match(
        chunk -> openChunk(fetch, chunk), receipt -> openReceipt(fetch, receipt), failure -> null);
  }

  /** Only who has the chunks sent to a topic of the session's own waits for receipts. */
  private static byte @Nullable [] openReceipt(ChunkFetch fetch, RangeResponse.Receipt receipt) {
    boolean expected = fetch.subscription.ownTopic() != null && receipt.last() == fetch.last;
    return expected ? new byte[0] : null;
  }

  private byte @Nullable [] openChunk(ChunkFetch fetch, RangeResponse.Chunk chunk) {
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

  /** Wipes the key; what is being opened fails quietly. */
  @Override
  public void close() {
    responseKey.close();
  }
}
