package io.sealcast.container.v1;

import io.sealcast.container.CipherContext;
import io.sealcast.container.ContainerException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts the chunks of one object and authenticates its trailer. Not thread-safe.
 */
final class ChunkCipher {
  private static final byte INNER = 0;
  private static final byte LAST = 1;
  private static final byte TRAILER = 2;

  /**
   * Number of bytes per call of the cipher. The JIT compiler replaces the loop in {@code update} by
   * its intrinsic only after many calls, so whole chunks per call would stay slow for gigabytes.
   * Besides, 16 KiB fit into the first-level cache between cipher and MAC.
   */
  private static final int SLICE = 16 * 1024;

  private final Header header;
  private final CipherContext context;
  private final SecretKeySpec encryptKey;

  /** The beginning of the data that every tag authenticates: header, index, kind of the chunk. */
  private final byte[] bound = new byte[Header.LENGTH + Long.BYTES + 1];

  private final byte[] ivInput = new byte[Header.IV_LENGTH + Long.BYTES];
  private final byte[] hash = new byte[Layout.TAG];
  private final byte[] expected = new byte[Layout.TAG];

  ChunkCipher(Header header, ChunkKeys keys, CipherContext context) {
    this.header = header;
    this.context = context;
    encryptKey = keys.encrypt();
    System.arraycopy(header.encode(), 0, bound, 0, Header.LENGTH);
    System.arraycopy(header.iv(), 0, ivInput, 0, Header.IV_LENGTH);
    try {
      context.chunkMac().init(keys.chunkMac());
      context.ivMac().init(keys.ivMac());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  UUID objectId() {
    return header.objectId();
  }

  /** Encrypts a chunk into {@code sealed}. Returns its length there, with the tag. */
  int seal(long index, boolean last, byte[] plain, int length, byte[] sealed) {
    try {
      IvParameterSpec iv = begin(Cipher.ENCRYPT_MODE, index, last);
      context.chunkMac().update(iv.getIV());
      int out = 0;
      int in = 0;
      // each slice is authenticated while it is in the processor's cache
      for (int slice; (slice = Math.min(SLICE, length - in)) > 0; in += slice) {
        int made = context.aesCbc().update(plain, in, slice, sealed, out);
        context.chunkMac().update(sealed, out, made);
        out += made;
      }
      int made = context.aesCbc().doFinal(sealed, out);
      context.chunkMac().update(sealed, out, made);
      out += made;
      context.chunkMac().doFinal(sealed, out);
      return out + Layout.TAG;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Verifies a chunk completely and then decrypts it. Returns the length of its plaintext. */
  int open(long index, boolean last, byte[] sealed, int length, byte[] plain)
      throws ContainerException {
    int end = length - Layout.TAG;
    try {
      IvParameterSpec iv = begin(Cipher.DECRYPT_MODE, index, last);
      context.chunkMac().update(iv.getIV());
      for (int in = 0, slice; (slice = Math.min(SLICE, end - in)) > 0; in += slice) {
        context.chunkMac().update(sealed, in, slice);
      }
      if (!tagIs(sealed, end)) {
        throw new ContainerException.UnauthenticChunk(header.objectId(), index);
      }
      int out = 0;
      for (int in = 0, slice; (slice = Math.min(SLICE, end - in)) > 0; in += slice) {
        out += context.aesCbc().update(sealed, in, slice, plain, out);
      }
      return out + context.aesCbc().doFinal(plain, out);
    } catch (GeneralSecurityException e) {
      // invalid padding with a valid tag: another program has written this chunk
      throw new ContainerException.UnauthenticChunk(header.objectId(), index);
    }
  }

  /** Builds the trailer, which consists of the length of the plaintext and a tag. */
  byte[] sealTrailer(long size, long chunkCount) {
    byte[] trailer = new byte[Layout.TRAILER];
    ByteBuffer.wrap(trailer).putLong(size);
    try {
      bind(chunkCount, TRAILER);
      context.chunkMac().update(trailer, 0, Long.BYTES);
      context.chunkMac().doFinal(trailer, Long.BYTES);
      return trailer;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the trailer is authentic for this object and number of chunks. */
  boolean isTrailer(byte[] trailer, long chunkCount) {
    try {
      bind(chunkCount, TRAILER);
      context.chunkMac().update(trailer, 0, Long.BYTES);
      return tagIs(trailer, Long.BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private IvParameterSpec begin(int mode, long index, boolean last)
      throws GeneralSecurityException {
    ByteBuffer.wrap(ivInput).putLong(Header.IV_LENGTH, index);
    context.ivMac().update(ivInput);
    context.ivMac().doFinal(hash, 0);
    IvParameterSpec iv = new IvParameterSpec(hash, 0, Header.IV_LENGTH);
    context.aesCbc().init(mode, encryptKey, iv);
    bind(index, last ? LAST : INNER);
    return iv;
  }

  private void bind(long index, byte kind) {
    ByteBuffer.wrap(bound).putLong(Header.LENGTH, index).put(bound.length - 1, kind);
    context.chunkMac().update(bound);
  }

  private boolean tagIs(byte[] bytes, int position) throws GeneralSecurityException {
    context.chunkMac().doFinal(hash, 0);
    System.arraycopy(bytes, position, expected, 0, Layout.TAG);
    return MessageDigest.isEqual(hash, expected);
  }
}
