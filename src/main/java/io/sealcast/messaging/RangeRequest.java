package io.sealcast.messaging;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks any processor for bytes of one media object. Carries all that is needed to answer it, so
 * that processors keep no state.
 *
 * @param requestId the stream session
 * @param rangeId unique within the session; answers carry it back
 * @param fileId the video
 * @param object the stored object's id
 * @param chunkIndex the chunk of the object, from 0, that all the bytes lie in
 * @param from first byte, inclusive, counted from the beginning of the object
 * @param to last byte, inclusive; in the same chunk as {@code from}
 * @param representation in which form the bytes are wanted
 * @param replyTopic where the sealed chunk goes
 * @param receiptTopic where a record without payload says that it went, or null: for chunks that go
 *     to a consumer's own topic while an instance keeps the pace
 * @param sealedKeys data key and response key, sealed by the vault for this session
 * @param expiresAt the session's end; bound into the seal
 * @param deadline after which nobody waits for the answer any more
 * @param traceparent the trace that the answer belongs to, as W3C writes it, or null
 */
public record RangeRequest(
    String requestId,
    long rangeId,
    long fileId,
    UUID object,
    long chunkIndex,
    long from,
    long to,
    Representation representation,
    String replyTopic,
    @Nullable String receiptTopic,
    byte[] sealedKeys,
    Instant expiresAt,
    Instant deadline,
    @Nullable String traceparent) {

  /** One for plaintext that no trace follows. */
  public RangeRequest(
      String requestId,
      long rangeId,
      long fileId,
      UUID object,
      long chunkIndex,
      long from,
      long to,
      String replyTopic,
      @Nullable String receiptTopic,
      byte[] sealedKeys,
      Instant expiresAt,
      Instant deadline) {
    this(
        requestId,
        rangeId,
        fileId,
        object,
        chunkIndex,
        from,
        to,
        Representation.PLAINTEXT,
        replyTopic,
        receiptTopic,
        sealedKeys,
        expiresAt,
        deadline,
        null);
  }

  /** The same as a part of a trace. */
  RangeRequest tracedBy(@Nullable String parent) {
    return new RangeRequest(
        requestId,
        rangeId,
        fileId,
        object,
        chunkIndex,
        from,
        to,
        representation,
        replyTopic,
        receiptTopic,
        sealedKeys,
        expiresAt,
        deadline,
        parent);
  }
}
