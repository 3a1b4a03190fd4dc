package io.sealcast.vault;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * Seals response chunks under a session's key: 12-byte random nonce, AES-256-GCM ciphertext,
 * 16-byte tag. Written down in {@code docs/messaging.md} for consumers that open their chunks
 * themselves.
 */
public final class ResponseCipher {
  private ResponseCipher() {}

  /** Bytes of so much plaintext when it is sealed. */
  public static int sealedLength(int plaintext) {
    return plaintext + GcmSeal.OVERHEAD;
  }

  /**
   * Seals what remains in {@code plaintext}, and consumes it.
   *
   * @param arrays gives the array for the result, of just the length it is asked for
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
   * Opens a sealed chunk: what lies in the buffer, whose position and limit stay as they are.
   *
   * @param context that was asked for
   * @throws DomainException INTEGRITY_FAILED
   */
  public static byte[] open(ResponseKey key, ResponseContext context, ByteBuffer sealed) {
    return GcmSeal.open(key.bits(), context.associated(), sealed)
        .orElseThrow(() -> new DomainException(ErrorCode.INTEGRITY_FAILED));
  }
}
