package io.sealcast.container.v1;

import io.sealcast.container.CipherContext;
import io.sealcast.container.ContainerWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/** Writes a container of version 1 with the chunk size in its header. */
final class V1Writer extends ContainerWriter {
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
   * @param dataKey 32 bytes; not retained
   */
  V1Writer(OutputStream out, Header header, byte[] dataKey, CipherContext context)
      throws IOException {
    this.out = out;
    layout = new Layout(header.chunkSize());
    cipher = new ChunkCipher(header, dataKey, context);
    plain = context.plain(layout.stride());
    sealed = context.sealed(layout.stride());
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
        // more bytes follow, so this chunk isn't the last
        seal(false);
      }
      int part = Math.min(layout.chunkSize() - filled, end - from);
      System.arraycopy(source, from, plain, filled, part);
      filled += part;
      size += part;
      from += part;
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
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
