package io.sealcast.messaging;

import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;

/**
 * The answer to a {@link RangeRequest}: a sealed chunk, a failure, or a receipt.
 *
 * @param requestId the stream session
 * @param rangeId the request's
 * @param offset of the chunk's first plaintext byte within the object
 * @param last whether the chunk ends the object
 * @param failure why there is no chunk, or null
 * @param sealedChunk the chunk under the session's response key, from position to limit; empty for
 *     a failure or a receipt. It may be a view of the buffer that it was received in: whoever takes
 *     it leaves position, limit and content as they are
 */
public record RangeResponse(
    String requestId,
    long rangeId,
    long offset,
    boolean last,
    ErrorCode failure,
    ByteBuffer sealedChunk) {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** An answer without a chunk: a failure, or with {@code failure} null a receipt. */
  public RangeResponse(
      String requestId, long rangeId, long offset, boolean last, ErrorCode failure) {
    this(requestId, rangeId, offset, last, failure, NOTHING);
  }
}
