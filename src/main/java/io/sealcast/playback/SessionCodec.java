package io.sealcast.playback;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.Representation;
import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.ResponseCipher;
import io.sealcast.vault.ResponseContext;
import io.sealcast.vault.ResponseKey;
import io.sealcast.vault.ResponseMac;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Creates a session's requests and decrypts the responses. Of the session's keys it holds only the
 * response key in clear; the data key remains sealed.
 */
final class SessionCodec implements AutoCloseable {
  /**
   * Time after its deadline in which a request may still be served, since the clocks of machines
   * differ and a late response is still useful.
   */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final StreamSession session;
  private final String sessionHash;
  private final RequestKeys requestKeys;
  private final ResponseKey responseKey;
  private final String replyTopic;
  private final boolean sharesChunks;
  private final @Nullable String openedBy;
  private final InstantSource clock;

  /**
   * Takes ownership of {@code responseKey}.
   *
   * @param requestKeys the session's keys for the processors
   * @param sharesChunks whether other sessions may use this session's chunks; false when the viewer
   *     holds the response key and could therefore forge responses
   * @param openedBy trace of the request that opened the session; null when it wasn't traced or the
   *     session was opened by another instance
   */
  SessionCodec(
      StreamSession session,
      RequestKeys requestKeys,
      ResponseKey responseKey,
      String replyTopic,
      boolean sharesChunks,
      @Nullable String openedBy,
      InstantSource clock) {
    this.session = session;
    this.sessionHash = RequestIds.hashInHex(session.requestId());
    this.requestKeys = requestKeys;
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

  /**
   * Returns a request for a chunk.
   *
   * @throws io.sealcast.problem.DomainException as {@link RequestKeys#current}
   */
  RangeRequest request(ChunkFetch fetch, Duration patience) {
    RequestKeys.Sealed sealed = requestKeys.current();
    String ownTopic = fetch.subscription.ownTopic();
    return new RangeRequest(
        sessionHash,
        fetch.rangeId,
        session.fileId(),
        fetch.object,
        ChunkGrid.DEFAULT.indexOf(fetch.fetchFrom),
        fetch.fetchFrom,
        fetch.fetchTo,
        Representation.PLAINTEXT,
        fetch.placement(),
        ownTopic == null ? replyTopic : ownTopic,
        ownTopic == null ? null : replyTopic,
        sealed.envelope(),
        sealed.keys(),
        session.expiresAt(),
        clock.instant().plus(patience).plus(GRACE),
        null);
  }

  /**
   * Returns the fetched bytes, none for a receipt; null when the response isn't an authentic one to
   * this fetch.
   */
  byte @Nullable [] open(ChunkFetch fetch, RangeResponse response) {
    return response.match(
        chunk -> openChunk(fetch, chunk), receipt -> openReceipt(fetch, receipt), failure -> null);
  }

  /** Whether a receipt is expected: only when the chunks go to a topic of the session's own. */
  private byte @Nullable [] openReceipt(ChunkFetch fetch, RangeResponse.Receipt receipt) {
    boolean expected =
        fetch.subscription.ownTopic() != null
            && receipt.last() == fetch.expectsLast()
            && ResponseMac.isEqual(
                ResponseMac.ofReceipt(responseKey, fieldsOf(fetch), fetch.expectsLast()),
                receipt.mac());
    return expected ? new byte[0] : null;
  }

  /** Whether the failure is authentic and belongs to this request. */
  boolean isAuthentic(ChunkFetch fetch, RangeResponse.Failure failure) {
    return ResponseMac.isEqual(
        ResponseMac.ofFailure(responseKey, fieldsOf(fetch), failure.code().code()), failure.mac());
  }

  private ResponseMac.RequestFields fieldsOf(ChunkFetch fetch) {
    return new ResponseMac.RequestFields(
        sessionHash,
        fetch.rangeId,
        fetch.object,
        ChunkGrid.DEFAULT.indexOf(fetch.fetchFrom),
        fetch.fetchFrom,
        fetch.fetchTo,
        Representation.PLAINTEXT.name());
  }

  private byte @Nullable [] openChunk(ChunkFetch fetch, RangeResponse.Chunk chunk) {
    if (chunk.last() != fetch.expectsLast() || fetch.subscription.ownTopic() != null) {
      return null;
    }
    try {
      ResponseContext context =
          new ResponseContext(
              chunk.sessionHash(), chunk.rangeId(), fetch.object, chunk.offset(), chunk.last());
      byte[] bytes = ResponseCipher.open(responseKey, context, chunk.sealedChunk());
      return bytes.length == fetch.fetchLength() ? bytes : null;
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Clears the key. Decryptions that are under way fail without an error message. */
  @Override
  public void close() {
    responseKey.close();
  }
}
