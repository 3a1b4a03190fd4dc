package io.sealcast.messaging;

import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.function.Function;

/** The answer to a {@link RangeRequest}. */
public sealed interface RangeResponse
    permits RangeResponse.Chunk, RangeResponse.Receipt, RangeResponse.Failure {

  /** The stream session. */
  String requestId();

  /** The request's. */
  long rangeId();

  /** Where the first byte that was asked for lies within the object's plaintext. */
  long offset();

  /**
   * Applies the function for the kind of this answer. Whoever uses it handles every kind: a new
   * kind becomes a new parameter.
   */
  <T> T match(
      Function<? super Chunk, ? extends T> chunk,
      Function<? super Receipt, ? extends T> receipt,
      Function<? super Failure, ? extends T> failure);

  /**
   * The bytes that were asked for.
   *
   * @param last whether they end the object
   * @param sealedChunk the bytes under the session's response key, from position to limit, never
   *     empty. It may be a view of the buffer that it was received in: whoever takes it leaves
   *     position, limit and content as they are
   */
  record Chunk(String requestId, long rangeId, long offset, boolean last, ByteBuffer sealedChunk)
      implements RangeResponse {
    /**
     * Makes a chunk.
     *
     * @throws IllegalArgumentException when nothing is in it
     */
    public Chunk {
      if (!sealedChunk.hasRemaining()) {
        throw new IllegalArgumentException("a chunk without content");
      }
    }

    /** What says that this chunk went to the topic of a consumer. */
    public Receipt receipt() {
      return new Receipt(requestId, rangeId, offset, last);
    }

    @Override
    public <T> T match(
        Function<? super Chunk, ? extends T> chunk,
        Function<? super Receipt, ? extends T> receipt,
        Function<? super Failure, ? extends T> failure) {
      return chunk.apply(this);
    }
  }

  /**
   * Says that the chunk is in the reply topic, to the instance that keeps the pace.
   *
   * @param last whether the chunk ends the object
   */
  record Receipt(String requestId, long rangeId, long offset, boolean last)
      implements RangeResponse {
    @Override
    public <T> T match(
        Function<? super Chunk, ? extends T> chunk,
        Function<? super Receipt, ? extends T> receipt,
        Function<? super Failure, ? extends T> failure) {
      return receipt.apply(this);
    }
  }

  /**
   * Says that there is no chunk.
   *
   * @param code why
   */
  record Failure(String requestId, long rangeId, long offset, ErrorCode code)
      implements RangeResponse {
    @Override
    public <T> T match(
        Function<? super Chunk, ? extends T> chunk,
        Function<? super Receipt, ? extends T> receipt,
        Function<? super Failure, ? extends T> failure) {
      return failure.apply(this);
    }
  }
}
