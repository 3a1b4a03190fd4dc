package io.sealcast.container;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869), which the JDK has only since version 25. */
public final class Hkdf {
  private static final String HMAC = "HmacSHA256";
  private static final int HASH = 32;

  private Hkdf() {}

  /**
   * Derives key material.
   *
   * @param secret input keying material
   * @param salt salt, which may be empty
   * @param info context and purpose of the result
   * @param length length of the result in bytes, 1 to 8160
   */
  public static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
    if (length < 1 || length > 255 * HASH) {
      throw new IllegalArgumentException("length " + length);
    }
    byte[] pseudoRandomKey = null;
    byte[] block = new byte[HASH];
    try {
      Mac mac = Mac.getInstance(HMAC);
      // RFC 5869 replaces an empty salt by 32 zero bytes
      mac.init(new SecretKeySpec(salt.length == 0 ? new byte[HASH] : salt, HMAC));
      pseudoRandomKey = mac.doFinal(secret);
      mac.init(new SecretKeySpec(pseudoRandomKey, HMAC));
      byte[] result = new byte[length];
      int done = 0;
      for (int round = 1; done < length; round++) {
        if (round > 1) {
          mac.update(block);
        }
        mac.update(info);
        mac.update((byte) round);
        mac.doFinal(block, 0);
        int part = Math.min(HASH, length - done);
        System.arraycopy(block, 0, result, done, part);
        done += part;
      }
      return result;
    } catch (ShortBufferException e) {
      throw new IllegalStateException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks HMAC-SHA-256", e);
    } finally {
      Arrays.fill(block, (byte) 0);
      if (pseudoRandomKey != null) {
        Arrays.fill(pseudoRandomKey, (byte) 0);
      }
    }
  }
}
