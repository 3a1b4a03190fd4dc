package io.sealcast.delivery;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.Representation;
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
 * Makes the answer to one request: unseals the keys, reads and verifies the chunks that the range
 * lies in, seals the bytes that were asked for. Keeps nothing, so that any processor can answer any
 * request.
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
   *     RANGE_NOT_SATISFIABLE; NOT_ACCEPTABLE for a representation that isn't served
   */
  RangeResponse.Chunk answer(RangeRequest request) {
    if (request.representation() != Representation.PLAINTEXT) {
      throw new DomainException(ErrorCode.NOT_ACCEPTABLE);
    }
    ByteRange range = ByteRange.requested(request.from(), request.to());
    long index = request.chunkIndex();
    if (!ChunkGrid.DEFAULT.isInOneChunk(range)
        || index != ChunkGrid.DEFAULT.indexOf(range.from())) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    try (SessionKeys keys =
            sealedKeys.openSession(
                request.requestId(), request.fileId(), request.expiresAt(), request.sealedKeys());
        ObjectReader reader =
            decrypt.open(new ObjectRef(request.fileId(), request.object()), keys.dataKey())) {
      if (!range.isWithin(reader.size())) {
        throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
      }
      // the object's own chunks may be smaller than those of the grid that viewers ask by
      ByteBuffer asked = reader.slice(range.from(), (int) range.length());
      boolean last = range.to() == reader.size() - 1;
      ResponseContext context =
          new ResponseContext(
              request.requestId(),
              request.rangeId(),
              request.receiptTopic() == null ? request.object() : null,
              request.from(),
              last);
      byte[] sealed = ResponseCipher.seal(keys.responseKey(), context, asked, buffers::take);
      return new RangeResponse.Chunk(
          request.requestId(), request.rangeId(), request.from(), last, ByteBuffer.wrap(sealed));
    } catch (IOException e) {
      throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
    }
  }
}
