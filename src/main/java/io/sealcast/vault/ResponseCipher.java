package io.sealcast.vault;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * Seals response chunks under a session's key with AES-256-GCM: 12-byte random nonce, ciphertext,
 * 16-byte tag. {@code docs/messaging.md} describes the format for consumers that decrypt chunks
 * themselves.
 */
public final class ResponseCipher {
  private ResponseCipher() {}

  /** Returns the length in bytes of a sealed plaintext of the given length. */
  public static int sealedLength(int plaintext) {
    return plaintext + GcmSeal.OVERHEAD;
  }

  /**
   * Seals the remaining bytes of {@code plaintext} and consumes them.
   *
   * @param arrays returns the array for the result; its argument is the length, which must match
   */
  public static byte[] seal(
      ResponseKey key, ResponseContext context, ByteBuffer plaintext, IntFunction<byte[]> arrays) {
    int length = plaintext.remaining();
    byte[] sealed = arrays.apply(sealedLength(length));
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
    GcmSeal.seal(key.bits(), context.associated(), plain, from, length, sealed);
    return sealed;
  }

  /**
   * Opens a sealed chunk: the remaining bytes of a buffer, whose position and limit don't change.
   *
   * @param context context of the request to which the chunk responds
   * @throws DomainException INTEGRITY_FAILED
   */
  public static byte[] open(ResponseKey key, ResponseContext context, ByteBuffer sealed) {
    return GcmSeal.open(key.bits(), context.associated(), sealed)
        .orElseThrow(() -> new DomainException(ErrorCode.INTEGRITY_FAILED));
  }
}
