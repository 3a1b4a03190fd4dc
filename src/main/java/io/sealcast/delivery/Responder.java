package io.sealcast.delivery;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.problem.ErrorCode;

/** Creates the responses to range requests. Thread-safe. */
interface Responder {
  /**
   * Returns the chunk that a request asks for.
   *
   * @throws io.sealcast.problem.DomainException when it can't be delivered
   */
  RangeResponse.Chunk answer(RangeRequest request);

  /** Returns the receipt for a chunk of {@link #answer}, with a MAC. */
  RangeResponse.Receipt receipt(RangeRequest request, RangeResponse.Chunk chunk);

  /** Returns a failure, with a MAC unless the keys in the request can't be opened. */
  RangeResponse.Failure failure(RangeRequest request, ErrorCode code);
}
