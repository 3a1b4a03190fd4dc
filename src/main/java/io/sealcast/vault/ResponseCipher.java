package io.sealcast.vault;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;

/**
 * Seals response chunks under a session's key: 12-byte random nonce, AES-256-GCM ciphertext,
 * 16-byte tag. Bound to session, range, offset and whether it ends the object; the associated data
 * is written down in {@code docs/messaging.md} for consumers that open their chunks themselves.
 */
public final class ResponseCipher {
  private static final String PURPOSE = "sealcast response v1";

  private ResponseCipher() {}

  /** Seals what remains in {@code plaintext}, and consumes it. */
  public static byte[] seal(
      ResponseKey key,
      String requestId,
      long rangeId,
      long offset,
      boolean last,
      ByteBuffer plaintext) {
    byte[] associated = associated(requestId, rangeId, offset, last);
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
    return GcmSeal.seal(key.bits(), associated, plain, from, length);
  }

  /**
   * Opens a sealed chunk.
   *
   * @throws DomainException INTEGRITY_FAILED
   */
  public static byte[] open(
      ResponseKey key, String requestId, long rangeId, long offset, boolean last, byte[] sealed) {
    return GcmSeal.open(key.bits(), associated(requestId, rangeId, offset, last), sealed)
        .orElseThrow(() -> new DomainException(ErrorCode.INTEGRITY_FAILED));
  }

  private static byte[] associated(String requestId, long rangeId, long offset, boolean last) {
    return Associated.to(PURPOSE).and(requestId).and(rangeId).and(offset).and(last ? 1 : 0).bytes();
  }
}
