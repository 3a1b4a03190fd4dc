package io.sealcast.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals short messages with AES-256-GCM (NIST SP 800-38D). A sealed message consists of a 12-byte
 * random nonce, the ciphertext and a 16-byte tag. Each key seals far fewer than the 2^32 messages
 * that random nonces permit.
 */
final class GcmSeal {
  static final int NONCE = 12;
  static final int TAG = 16;
  static final int OVERHEAD = NONCE + TAG;

  /**
   * Number of bytes per call of the cipher. The JIT compiler optimizes the cipher only after many
   * calls, so whole chunks per call would stay slow for long.
   */
  private static final int SLICE = 8 * 1024;

  private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(GcmSeal::newCipher);

  private GcmSeal() {}

  static byte[] seal(byte[] key, byte[] associated, byte[] plain, int offset, int length) {
    byte[] sealed = new byte[length + OVERHEAD];
    seal(key, associated, plain, offset, length, sealed);
    return sealed;
  }

  /** Seals into {@code sealed}, whose length is that of the plaintext plus {@link #OVERHEAD}. */
  static void seal(
      byte[] key, byte[] associated, byte[] plain, int offset, int length, byte[] sealed) {
    byte[] nonce = Secrets.random(NONCE);
    System.arraycopy(nonce, 0, sealed, 0, NONCE);
    try {
      Cipher gcm = CIPHERS.get();
      gcm.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce));
      gcm.updateAAD(associated);
      int out = NONCE;
      int in = 0;
      for (; length - in > SLICE; in += SLICE) {
        out += gcm.update(plain, offset + in, SLICE, sealed, out);
      }
      gcm.doFinal(plain, offset + in, length - in, sealed, out);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the plaintext, or empty when the key, the associated data or the bytes are wrong. */
  static Optional<byte[]> open(byte[] key, byte[] associated, byte[] sealed) {
    return open(key, associated, sealed, 0, sealed.length);
  }

  /** Opens the remaining bytes of a buffer, whose position and limit don't change. */
  static Optional<byte[]> open(byte[] key, byte[] associated, ByteBuffer sealed) {
    int length = sealed.remaining();
    if (sealed.hasArray()) {
      int offset = sealed.arrayOffset() + sealed.position();
      return open(key, associated, sealed.array(), offset, length);
    }
    byte[] copy = new byte[length];
    sealed.duplicate().get(copy);
    return open(key, associated, copy, 0, length);
  }

  private static Optional<byte[]> open(
      byte[] key, byte[] associated, byte[] sealed, int offset, int length) {
    if (length < OVERHEAD) {
      return Optional.empty();
    }
    try {
      Cipher gcm = CIPHERS.get();
      gcm.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(key, "AES"),
          new GCMParameterSpec(8 * TAG, sealed, offset, NONCE));
      gcm.updateAAD(associated);
      return Optional.of(gcm.doFinal(sealed, offset + NONCE, length - NONCE));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks AES-GCM", e);
    }
  }
}
