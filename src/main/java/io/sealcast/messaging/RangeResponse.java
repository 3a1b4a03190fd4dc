package io.sealcast.messaging;

import io.sealcast.problem.ErrorCode;

/**
 * The answer to a {@link RangeRequest}: a sealed chunk, a failure, or a receipt.
 *
 * @param requestId the stream session
 * @param rangeId the request's
 * @param offset of the chunk's first plaintext byte within the object
 * @param last whether the chunk ends the object
 * @param failure why there is no chunk, or null
 * @param sealedChunk the chunk under the session's response key; empty for a failure or a receipt
 */
public record RangeResponse(
    String requestId,
    long rangeId,
    long offset,
    boolean last,
    ErrorCode failure,
    byte[] sealedChunk) {}
