package io.sealcast.delivery;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.Representation;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkGrid;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.InstanceKeys;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.ResponseCipher;
import io.sealcast.vault.ResponseContext;
import io.sealcast.vault.ResponseMac;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.SessionKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Creates the response to a request: it unseals the keys, reads and verifies the chunks that
 * contain the range, and seals the requested bytes. It is stateless, so any processor can handle
 * any request.
 */
class RangeResponder implements Responder {
  private final InstanceKeys instanceKeys;
  private final SealedKeys sealedKeys;
  private final DecryptService decrypt;
  private final ResponseBuffers buffers;

  RangeResponder(
      InstanceKeys instanceKeys,
      SealedKeys sealedKeys,
      DecryptService decrypt,
      ResponseBuffers buffers) {
    this.instanceKeys = instanceKeys;
    this.sealedKeys = sealedKeys;
    this.decrypt = decrypt;
    this.buffers = buffers;
  }

  /**
   * Returns the sealed chunk in one of the buffers.
   *
   * @throws DomainException SESSION_ENDED, INTEGRITY_FAILED, OBJECT_UNAVAILABLE,
   *     RANGE_NOT_SATISFIABLE; NOT_ACCEPTABLE for a representation that isn't served; OVERLOADED
   *     when the keys are sealed for other processors
   */
  @Override
  public RangeResponse.Chunk answer(RangeRequest request) {
    if (request.representation() != Representation.PLAINTEXT) {
      throw new DomainException(ErrorCode.NOT_ACCEPTABLE);
    }
    ByteRange range = ByteRange.requested(request.from(), request.to());
    long index = request.chunkIndex();
    if (!ChunkGrid.DEFAULT.isInOneChunk(range)
        || index != ChunkGrid.DEFAULT.indexOf(range.from())) {
      throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
    }
    try (SessionKeys keys = keysOf(request);
        ObjectReader reader =
            decrypt.open(new ObjectRef(request.fileId(), request.object()), keys.dataKey())) {
      if (!range.isWithin(reader.size())) {
        throw new DomainException(ErrorCode.RANGE_NOT_SATISFIABLE);
      }
      // the object's own chunks may be smaller than those of the delivery grid
      ByteBuffer plain = reader.slice(range.from(), (int) range.length());
      boolean last = range.to() == reader.size() - 1 && request.placement().endsView();
      ResponseContext context =
          new ResponseContext(
              request.sessionHash(),
              request.rangeId(),
              request.receiptTopic() == null ? request.object() : null,
              request.offset(),
              last);
      byte[] sealed = ResponseCipher.seal(keys.responseKey(), context, plain, buffers::take);
      return new RangeResponse.Chunk(
          request.sessionHash(),
          request.rangeId(),
          request.offset(),
          last,
          ByteBuffer.wrap(sealed));
    } catch (IOException e) {
      throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
    }
  }

  @Override
  public RangeResponse.Receipt receipt(RangeRequest request, RangeResponse.Chunk chunk) {
    try (SessionKeys keys = keysOf(request)) {
      String mac = ResponseMac.ofReceipt(keys.responseKey(), fieldsOf(request), chunk.last());
      return chunk.receipt(mac);
    }
  }

  @Override
  public RangeResponse.Failure failure(RangeRequest request, ErrorCode code) {
    return new RangeResponse.Failure(
        request.sessionHash(), request.rangeId(), request.offset(), code, macOf(request, code));
  }

  private @Nullable String macOf(RangeRequest request, ErrorCode code) {
    try (SessionKeys keys = keysOf(request)) {
      return ResponseMac.ofFailure(keys.responseKey(), fieldsOf(request), code.code());
    } catch (RuntimeException e) {
      // whatever kept the request from being answered may keep its failure from being authenticated
      return null;
    }
  }

  private static ResponseMac.RequestFields fieldsOf(RangeRequest request) {
    return new ResponseMac.RequestFields(
        request.sessionHash(),
        request.rangeId(),
        request.object(),
        request.chunkIndex(),
        request.from(),
        request.to(),
        request.representation().name());
  }

  private SessionKeys keysOf(RangeRequest request) {
    byte[] envelope = request.keyEnvelope();
    String session = request.sessionHash();
    return envelope == null
        // web instances of earlier versions seal under the service key
        ? sealedKeys.openSession(
            session, request.fileId(), request.expiresAt(), request.sealedKeys())
        : instanceKeys.openSession(
            session, request.fileId(), request.expiresAt(), envelope, request.sealedKeys());
  }
}
