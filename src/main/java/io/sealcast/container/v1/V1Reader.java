package io.sealcast.container.v1;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CiphertextSource;
import io.sealcast.container.ContainerException;
import io.sealcast.container.ContainerReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Reads a container of version 1 with the chunk size in its header. */
final class V1Reader implements ContainerReader {
  private static final long NONE = -1;

  private final CiphertextSource source;
  private final CipherContext context;
  private final Layout layout;
  private final ChunkCipher cipher;
  private final byte[] plain;
  private final byte[] sealed;
  private final long size;
  private final long chunkCount;

  /** The index of the chunk in {@code plain}. */
  private long held = NONE;

  private int heldLength;

  /**
   * Reads and verifies the trailer. Buffers are allocated only after that, since the chunk size in
   * the header isn't authentic before.
   *
   * @param dataKey 32 bytes; not retained
   * @throws ContainerException when the container is truncated or modified, or the key is wrong
   */
  V1Reader(CiphertextSource source, Header header, byte[] dataKey, CipherContext context)
      throws IOException {
    this.source = source;
    this.context = context;
    layout = new Layout(header.chunkSize());
    if (source.size() < layout.containerSize(0)) {
      throw new ContainerException.NotAContainer("Too short for a container");
    }
    cipher = new ChunkCipher(header, ChunkKeys.derive(dataKey, header.objectId()), context);

    byte[] trailer = new byte[Layout.TRAILER];
    source.readFully(source.size() - trailer.length, trailer, 0, trailer.length);
    size = ByteBuffer.wrap(trailer).getLong();
    if (size < 0 || size > Layout.MAX_SIZE || layout.containerSize(size) != source.size()) {
      throw new ContainerException.UnauthenticContainer(header.objectId());
    }
    chunkCount = layout.chunkCount(size);
    if (!cipher.isTrailer(trailer, chunkCount)) {
      throw new ContainerException.UnauthenticContainer(header.objectId());
    }
    plain = context.plain(layout.stride());
    sealed = context.sealed(layout.stride());
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int chunkSize() {
    return layout.chunkSize();
  }

  @Override
  public long chunkCount() {
    return chunkCount;
  }

  @Override
  public ByteBuffer chunk(long index) throws IOException {
    Objects.checkIndex(index, chunkCount);
    if (held != index) {
      held = NONE;
      int length = Layout.sealedLength(layout.plainLength(size, index));
      source.readFully(layout.position(index), sealed, 0, length);
      int opened = cipher.open(index, index == chunkCount - 1, sealed, length, plain);
      if (opened != layout.plainLength(size, index)) {
        throw new ContainerException.UnauthenticChunk(cipher.objectId(), index);
      }
      heldLength = opened;
      held = index;
    }
    return ByteBuffer.wrap(plain, 0, heldLength).slice();
  }

  @Override
  public ByteBuffer slice(long position, int length) throws IOException {
    if (position < 0 || length < 1 || position > size - length) {
      throw new IndexOutOfBoundsException(length + " bytes from " + position + " of " + size);
    }
    int first = (int) (position % layout.chunkSize());
    if (first + length <= layout.chunkSize()) {
      return chunk(position / layout.chunkSize()).slice(first, length);
    }
    byte[] target = context.slice(length);
    for (int filled = 0; filled < length; ) {
      filled += read(position + filled, target, filled, length - filled);
    }
    return ByteBuffer.wrap(target, 0, length).slice();
  }

  @Override
  public int read(long position, byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    if (position >= size) {
      return -1;
    }
    if (length == 0) {
      return 0;
    }
    ByteBuffer chunk = chunk(position / layout.chunkSize());
    chunk.position((int) (position % layout.chunkSize()));
    int part = Math.min(length, chunk.remaining());
    chunk.get(target, offset, part);
    return part;
  }
}
