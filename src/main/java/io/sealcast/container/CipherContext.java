package io.sealcast.container;

import io.sealcast.range.ChunkGrid;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * Ciphers and buffers for one container at a time, made once and used for one object after another:
 * a range request that allocated 2 MiB anew would cost the garbage collector more than the cipher.
 * Belongs to one reader or writer until that is closed. Its methods are for container formats.
 *
 * <p>A buffer is as long as the longest chunk that it was needed for, and never longer than {@link
 * #MAX_BUFFER}.
 */
public final class CipherContext {
  /** Bytes: one chunk of the largest size that there is, and what encryption adds to it. */
  public static final int MAX_BUFFER = ChunkGrid.MAX_CHUNK_SIZE + 1024;

  private static final byte[] EMPTY = {};

  private final Cipher aesCbc;
  private final Mac chunkMac;
  private final Mac ivMac;
  private byte[] plain = EMPTY;
  private byte[] sealed = EMPTY;
  private byte[] slice = EMPTY;

  public CipherContext() {
    try {
      aesCbc = Cipher.getInstance("AES/CBC/PKCS5Padding");
      chunkMac = Mac.getInstance("HmacSHA256");
      ivMac = Mac.getInstance("HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The JDK lacks AES-CBC or HMAC-SHA-256", e);
    }
  }

  /** AES in CBC mode with PKCS#7 padding. */
  public Cipher aesCbc() {
    return aesCbc;
  }

  /** HMAC-SHA-256 over chunks. */
  public Mac chunkMac() {
    return chunkMac;
  }

  /** A second HMAC-SHA-256, which keeps the key that IVs are derived with. */
  public Mac ivMac() {
    return ivMac;
  }

  /**
   * Holds one chunk of plaintext.
   *
   * @param length how long it has to be at least, in bytes
   * @throws IllegalArgumentException when that is more than {@link #MAX_BUFFER}
   */
  public byte[] plain(int length) {
    plain = atLeast(length, plain);
    return plain;
  }

  /** Holds one chunk as it lies in the container; see {@link #plain}. */
  public byte[] sealed(int length) {
    sealed = atLeast(length, sealed);
    return sealed;
  }

  /** Holds plaintext that lies in several chunks; see {@link #plain}. */
  public byte[] slice(int length) {
    slice = atLeast(length, slice);
    return slice;
  }

  private static byte[] atLeast(int length, byte[] present) {
    if (length > MAX_BUFFER) {
      throw new IllegalArgumentException("no chunk needs a buffer of " + length + " bytes");
    }
    return present.length >= length ? present : new byte[length];
  }
}
