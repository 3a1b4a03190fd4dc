package io.sealcast.delivery;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.ResponseCipher;
import io.sealcast.vault.ResponseContext;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.SessionKeys;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Makes the answer to one request: unseals the keys, reads and verifies the chunk, seals the bytes
 * that were asked for. Keeps nothing, so that any processor can answer any request.
 */
class RangeResponder {
  private final SealedKeys sealedKeys;
  private final DecryptService decrypt;
  private final ResponseBuffers buffers;

  RangeResponder(SealedKeys sealedKeys, DecryptService decrypt, ResponseBuffers buffers) {
    this.sealedKeys = sealedKeys;
    this.decrypt = decrypt;
    this.buffers = buffers;
  }

  /**
   * The chunk, sealed, in one of the buffers.
   *
   * @throws DomainException SESSION_ENDED, INTEGRITY_FAILED, OBJECT_UNAVAILABLE,
   *     RANGE_NOT_SATISFIABLE
   */
  RangeResponse answer(RangeRequest request) {
    ByteRange range = ByteRange.requested(request.from(), request.to());
    if (!ChunkGrid.DEFAULT.isInOneChunk(range)) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    long index = ChunkGrid.DEFAULT.indexOf(range.from());
    try (SessionKeys keys =
            sealedKeys.openSession(
                request.requestId(), request.fileId(), request.expiresAt(), request.sealedKeys());
        ObjectReader reader =
            decrypt.open(new ObjectRef(request.fileId(), request.object()), keys.dataKey())) {
      if (index >= reader.chunkCount()) {
        throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
      }
      ByteBuffer chunk = reader.chunk(index);
      int first = (int) (range.from() - ChunkGrid.DEFAULT.startOf(index));
      int length = (int) range.length();
      if (first + length > chunk.remaining()) {
        throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
      }
      boolean last = index == reader.chunkCount() - 1 && first + length == chunk.remaining();
      ByteBuffer asked = chunk.slice(chunk.position() + first, length);
      ResponseContext context =
          new ResponseContext(
              request.requestId(),
              request.rangeId(),
              request.receiptTopic() == null ? request.object() : null,
              request.from(),
              last);
      byte[] sealed = ResponseCipher.seal(keys.responseKey(), context, asked, buffers::take);
      return new RangeResponse(
          request.requestId(),
          request.rangeId(),
          request.from(),
          last,
          null,
          ByteBuffer.wrap(sealed));
    } catch (IOException e) {
      throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
    }
  }
}
