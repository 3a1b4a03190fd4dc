package io.sealcast.messaging;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Requests bytes of one media object. It contains everything that a processor needs for the
 * response, so any processor can handle it and none keeps state.
 *
 * @param sessionHash the stream session: SHA-256 of its request id in hex, since the id itself
 *     gives access to the stream; instances of earlier versions write the id
 * @param rangeId id that is unique within the session; the response contains it
 * @param fileId the video
 * @param object the stored object's id
 * @param chunkIndex index, from 0, of the chunk of the object that contains all requested bytes
 * @param from first byte, inclusive, counted from the beginning of the object
 * @param to last byte, inclusive; in the same chunk as {@code from}
 * @param representation the requested form of the bytes
 * @param placement where the response places the object
 * @param replyTopic topic to which the sealed chunk is sent
 * @param receiptTopic topic to which a receipt without payload is sent when the chunk goes to a
 *     consumer's own topic, whose flow a web instance controls; null when no receipt is wanted
 * @param keyEnvelope the key that {@code sealedKeys} are sealed under, sealed for each processor;
 *     null in requests of earlier versions, which seal under the service key
 * @param sealedKeys data key and response key, sealed by the vault for this session
 * @param expiresAt end of the session; the seal authenticates it
 * @param deadline time after which no caller waits for the response
 * @param traceparent trace of the request in the W3C Trace Context format, or null
 */
public record RangeRequest(
    String sessionHash,
    long rangeId,
    long fileId,
    UUID object,
    long chunkIndex,
    long from,
    long to,
    Representation representation,
    Placement placement,
    String replyTopic,
    @Nullable String receiptTopic,
    byte @Nullable [] keyEnvelope,
    byte[] sealedKeys,
    Instant expiresAt,
    Instant deadline,
    @Nullable String traceparent) {

  /**
   * The place of an object in a view, which is what a consumer of a topic knows as one file.
   *
   * @param start position of the object's first byte in the view, 0 or more
   * @param endsView whether the object is the last one of the view
   */
  public record Placement(long start, boolean endsView) {
    /** The place of an object that is a view by itself. */
    public static final Placement ALONE = new Placement(0, true);
  }

  /** Creates a request for plaintext, without an envelope and without a trace. */
  public RangeRequest(
      String sessionHash,
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
        sessionHash,
        rangeId,
        fileId,
        object,
        chunkIndex,
        from,
        to,
        Representation.PLAINTEXT,
        Placement.ALONE,
        replyTopic,
        receiptTopic,
        null,
        sealedKeys,
        expiresAt,
        deadline,
        null);
  }

  /** Returns the position of the first requested byte in the view. */
  public long offset() {
    return placement.start() + from;
  }

  /** Returns this request with another parent in its trace. */
  RangeRequest tracedBy(@Nullable String parent) {
    return new RangeRequest(
        sessionHash,
        rangeId,
        fileId,
        object,
        chunkIndex,
        from,
        to,
        representation,
        placement,
        replyTopic,
        receiptTopic,
        keyEnvelope,
        sealedKeys,
        expiresAt,
        deadline,
        parent);
  }
}
