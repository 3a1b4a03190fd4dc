package io.sealcast.vault;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Seals response chunks under a session's key: 12-byte random nonce, AES-256-GCM ciphertext,
 * 16-byte tag. Bound to session, range, offset and whether it ends the object; the associated data
 * is written down in {@code docs/messaging.md} for consumers that open their chunks themselves. A
 * chunk for a web instance is bound to its object too: it may serve other viewers, and a request
 * that was tampered with on its way must not bring them another object's bytes.
 */
public final class ResponseCipher {
  private static final String PURPOSE = "sealcast response v1";

  private ResponseCipher() {}

  /** Seals what remains in {@code plaintext}, for a consumer of its own, and consumes it. */
  public static byte[] seal(
      ResponseKey key,
      String requestId,
      long rangeId,
      long offset,
      boolean last,
      ByteBuffer plaintext) {
    return seal(key, requestId, rangeId, null, offset, last, plaintext);
  }

  /** Seals what remains in {@code plaintext} into an array of its own, and consumes it. */
  public static byte[] seal(
      ResponseKey key,
      String requestId,
      long rangeId,
      UUID object,
      long offset,
      boolean last,
      ByteBuffer plaintext) {
    byte[] sealed = new byte[sealedLength(plaintext.remaining())];
    seal(key, requestId, rangeId, object, offset, last, plaintext, sealed);
    return sealed;
  }

  /** Bytes of so much plaintext when it is sealed. */
  public static int sealedLength(int plaintext) {
    return plaintext + GcmSeal.OVERHEAD;
  }

  /**
   * Seals what remains in {@code plaintext}, and consumes it.
   *
   * @param object the chunk's, for a web instance; null for a consumer of its own
   * @param sealed gets the result and is filled by it
   */
  public static void seal(
      ResponseKey key,
      String requestId,
      long rangeId,
      UUID object,
      long offset,
      boolean last,
      ByteBuffer plaintext,
      byte[] sealed) {
    byte[] associated = associated(requestId, rangeId, object, offset, last);
    int length = plaintext.remaining();
    byte[] plain;
    int from = 0;
    if (plaintext.hasArray()) {
      plain = plaintext.array();
      from = plaintext.arrayOffset() + plaintext.position();
      plaintext.position(plaintext.limit());
    } else {
      plain = new byte[length];
      plaintext.get(plain);
    }
    GcmSeal.seal(key.bits(), associated, plain, from, length, sealed);
  }

  /**
   * Opens a sealed chunk of a consumer of its own.
   *
   * @throws DomainException INTEGRITY_FAILED
   */
  public static byte[] open(
      ResponseKey key, String requestId, long rangeId, long offset, boolean last, byte[] sealed) {
    return open(key, requestId, rangeId, null, offset, last, ByteBuffer.wrap(sealed));
  }

  /**
   * Opens a sealed chunk: what lies in the buffer, whose position and limit stay as they are.
   *
   * @param object that was asked for, in a web instance
   * @throws DomainException INTEGRITY_FAILED
   */
  public static byte[] open(
      ResponseKey key,
      String requestId,
      long rangeId,
      UUID object,
      long offset,
      boolean last,
      ByteBuffer sealed) {
    return GcmSeal.open(key.bits(), associated(requestId, rangeId, object, offset, last), sealed)
        .orElseThrow(() -> new DomainException(ErrorCode.INTEGRITY_FAILED));
  }

  private static byte[] associated(
      String requestId, long rangeId, UUID object, long offset, boolean last) {
    Associated data =
        Associated.to(PURPOSE).and(requestId).and(rangeId).and(offset).and(last ? 1 : 0);
    if (object != null) {
      data.and(object.getMostSignificantBits()).and(object.getLeastSignificantBits());
    }
    return data.bytes();
  }
}
