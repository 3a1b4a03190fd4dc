package io.sealcast.container;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * Ciphers and buffers for one container at a time, made once and used for one object after another:
 * a range request that allocated 2 MiB anew would cost the garbage collector more than the cipher.
 * Belongs to one reader or writer until that is closed.
 */
public final class CipherContext {
  final Cipher aes;
  final Mac hmac;
  final Mac ivs;
  private byte[] plain = new byte[0];
  private byte[] sealed = new byte[0];

  public CipherContext() {
    try {
      aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
      hmac = Mac.getInstance("HmacSHA256");
      ivs = Mac.getInstance("HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks AES-CBC or HMAC-SHA-256", e);
    }
  }

  /** Holds one chunk of plaintext. */
  byte[] plain(Layout layout) {
    if (plain.length < layout.stride()) {
      plain = new byte[layout.stride()];
    }
    return plain;
  }

  /** Holds one chunk as it lies in the container. */
  byte[] sealed(Layout layout) {
    if (sealed.length < layout.stride()) {
      sealed = new byte[layout.stride()];
    }
    return sealed;
  }
}
