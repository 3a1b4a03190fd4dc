package io.sealcast.container;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.UUID;

/**
 * Plaintext goes in, a container comes out, front to back. {@link #finish()} writes the last chunk
 * and the trailer; without it what was written is no container. The stream below is never closed.
 * For one thread at a time.
 */
public final class ContainerWriter extends OutputStream {
  /** Bytes of plaintext in every chunk but the last. */
  public static final int CHUNK_SIZE = 1 << 20;

  /** Bytes of an object's IV. */
  public static final int IV_LENGTH = Header.IV_LENGTH;

  private final OutputStream out;
  private final Layout layout;
  private final ChunkCipher cipher;
  private final byte[] plain;
  private final byte[] sealed;
  private int filled;
  private long index;
  private long size;
  private boolean finished;

  /**
   * Writes the header.
   *
   * @param dataKey 32 bytes; not kept
   * @param iv 16 bytes from a secure random source, used for this object only
   */
  public ContainerWriter(
      OutputStream out, byte[] dataKey, UUID objectId, byte[] iv, CipherContext context)
      throws IOException {
    this(out, dataKey, objectId, iv, context, CHUNK_SIZE);
  }

  ContainerWriter(
      OutputStream out,
      byte[] dataKey,
      UUID objectId,
      byte[] iv,
      CipherContext context,
      int chunkSize)
      throws IOException {
    if (iv.length != IV_LENGTH) {
      throw new IllegalArgumentException("an IV has 16 bytes");
    }
    this.out = out;
    layout = new Layout(chunkSize);
    Header header = new Header(chunkSize, objectId, iv.clone());
    cipher = new ChunkCipher(header, dataKey, context);
    plain = context.plain(layout);
    sealed = context.sealed(layout);
    out.write(header.encode());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    requireUnfinished();
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (filled == layout.chunkSize()) {
        // only now is it known that this chunk isn't the last
        seal(false);
      }
      int part = Math.min(layout.chunkSize() - filled, end - from);
      System.arraycopy(source, from, plain, filled, part);
      filled += part;
      size += part;
      from += part;
    }
  }

  /** Bytes of plaintext so far. */
  public long size() {
    return size;
  }

  /** Writes the last chunk, marked as such, and the trailer. */
  public void finish() throws IOException {
    requireUnfinished();
    finished = true;
    seal(true);
    out.write(cipher.sealTrailer(size, index));
    out.flush();
  }

  private void seal(boolean last) throws IOException {
    int length = cipher.seal(index, last, plain, filled, sealed);
    out.write(sealed, 0, length);
    index++;
    filled = 0;
  }

  private void requireUnfinished() throws IOException {
    if (finished) {
      throw new IOException("The container is finished");
    }
  }
}
