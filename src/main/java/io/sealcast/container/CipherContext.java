package io.sealcast.container;

import io.sealcast.range.ChunkGrid;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * Ciphers and buffers that are used for one container after another, since allocating 2 MiB for
 * each range request would take more time than the cipher. A context belongs to one reader or
 * writer until that is closed. Its methods are for implementations of container formats. Not
 * thread-safe.
 *
 * <p>A buffer has the length of the longest chunk for which it was needed, and at most {@link
 * #MAX_BUFFER}.
 */
public final class CipherContext {
  /** Maximum length of a buffer in bytes: the largest chunk and the overhead of its encryption. */
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

  /** Returns a cipher for AES in CBC mode with PKCS#7 padding. */
  public Cipher aesCbc() {
    return aesCbc;
  }

  /** Returns an HMAC-SHA-256 for chunks. */
  public Mac chunkMac() {
    return chunkMac;
  }

  /** Returns a separate HMAC-SHA-256, which keeps the key for deriving IVs. */
  public Mac ivMac() {
    return ivMac;
  }

  /**
   * Returns the buffer for the plaintext of a chunk.
   *
   * @param length minimum length in bytes
   * @throws IllegalArgumentException when it exceeds {@link #MAX_BUFFER}
   */
  public byte[] plain(int length) {
    plain = atLeast(length, plain);
    return plain;
  }

  /** Returns the buffer for a chunk as it is stored in the container; see {@link #plain}. */
  public byte[] sealed(int length) {
    sealed = atLeast(length, sealed);
    return sealed;
  }

  /** Returns the buffer for plaintext of several chunks; see {@link #plain}. */
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
