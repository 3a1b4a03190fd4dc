package io.sealcast.messaging;

import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The response to a {@link RangeRequest}. */
public sealed interface RangeResponse
    permits RangeResponse.Chunk, RangeResponse.Receipt, RangeResponse.Failure {

  /** Returns the name of the stream session that the request contained. */
  String sessionHash();

  /** Returns the range id of the request. */
  long rangeId();

  /**
   * Returns the position of the first requested byte, from 0, in the view if the request places the
   * object in one, else in the object.
   */
  long offset();

  /**
   * Applies the function for the kind of this response. Each kind has a parameter, so callers can't
   * forget one.
   */
  <T> T match(
      Function<? super Chunk, ? extends T> chunk,
      Function<? super Receipt, ? extends T> receipt,
      Function<? super Failure, ? extends T> failure);

  /**
   * The requested bytes.
   *
   * @param last whether the object, or the view, ends with these bytes
   * @param sealedChunk the bytes, sealed under the session's response key, from position to limit;
   *     never empty. The buffer may be a view of the one in which the record was received, so
   *     callers must not change its position, limit or content
   */
  record Chunk(String sessionHash, long rangeId, long offset, boolean last, ByteBuffer sealedChunk)
      implements RangeResponse {
    /**
     * Creates a chunk.
     *
     * @throws IllegalArgumentException when {@code sealedChunk} is empty
     */
    public Chunk {
      if (!sealedChunk.hasRemaining()) {
        throw new IllegalArgumentException("a chunk without content");
      }
    }

    /** Returns the receipt for this chunk, which was sent to the topic of a consumer. */
    public Receipt receipt(@Nullable String mac) {
      return new Receipt(sessionHash, rangeId, offset, last, mac);
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
   * Tells the web instance that controls the flow that the chunk is in the reply topic.
   *
   * @param last whether the object, or the view, ends with the chunk
   * @param mac proves in 64 hexadecimal digits that a processor made it; null without a proof
   */
  record Receipt(String sessionHash, long rangeId, long offset, boolean last, @Nullable String mac)
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
   * Tells that the chunk can't be delivered.
   *
   * @param code the reason
   * @param mac proves in 64 hexadecimal digits that a processor made it; null without a proof, in
   *     which case the code is ignored
   */
  record Failure(
      String sessionHash, long rangeId, long offset, ErrorCode code, @Nullable String mac)
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
