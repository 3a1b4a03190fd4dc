package io.sealcast.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D): 12-byte random nonce, ciphertext, 16-byte tag. A key seals far
 * fewer than the 2^32 messages that random nonces allow.
 */
final class GcmSeal {
  static final int NONCE = 12;
  static final int TAG = 16;
  static final int OVERHEAD = NONCE + TAG;

  /** See container: whole chunks in one call stay out of the JIT compiler's sight. */
  private static final int SLICE = 8 * 1024;

  private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(GcmSeal::newCipher);

  private GcmSeal() {}

  static byte[] seal(byte[] key, byte[] associated, byte[] plain, int offset, int length) {
    byte[] sealed = new byte[length + OVERHEAD];
    seal(key, associated, plain, offset, length, sealed);
    return sealed;
  }

  /** The same, into an array of the plaintext's length and {@link #OVERHEAD}. */
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

  /** The plaintext, or nothing when key, associated data or bytes are others than sealed. */
  static Optional<byte[]> open(byte[] key, byte[] associated, byte[] sealed) {
    return open(key, associated, sealed, 0, sealed.length);
  }

  /** The same of what lies in the buffer, which stays as it is. */
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
