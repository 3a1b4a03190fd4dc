package io.sealcast.container;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads a container at any position. A chunk is verified as a whole before one byte of it is
 * released, and header, trailer and length before anything is. For one thread at a time.
 */
public final class ContainerReader {
  private static final long NONE = -1;

  private final CiphertextSource source;
  private final Layout layout;
  private final ChunkCipher cipher;
  private final byte[] plain;
  private final byte[] sealed;
  private final long size;
  private final long chunkCount;

  /** The chunk that {@code plain} holds. */
  private long held = NONE;

  private int heldLength;

  /**
   * Opens a container: two small reads, at its start and at its end.
   *
   * @param dataKey 32 bytes; not kept
   * @param expected the object that the container must be
   * @throws ContainerException when it isn't a whole container of this object under this key
   */
  public ContainerReader(
      CiphertextSource source, byte[] dataKey, UUID expected, CipherContext context)
      throws IOException {
    this(source, dataKey, expected, context, ContainerWriter.CHUNK_SIZE);
  }

  ContainerReader(
      CiphertextSource source, byte[] dataKey, UUID expected, CipherContext context, int chunkSize)
      throws IOException {
    this.source = source;
    layout = new Layout(chunkSize);
    if (source.size() < Header.LENGTH) {
      throw new ContainerException.NotAContainer("Too short for a container");
    }
    byte[] head = new byte[Header.LENGTH];
    source.readFully(0, head, 0, head.length);
    Header header = Header.parse(head, chunkSize, expected);
    if (source.size() < layout.containerSize(0)) {
      throw new ContainerException.NotAContainer("Too short for a container");
    }
    cipher = new ChunkCipher(header, dataKey, context);

    byte[] trailer = new byte[Layout.TRAILER];
    source.readFully(source.size() - trailer.length, trailer, 0, trailer.length);
    size = ByteBuffer.wrap(trailer).getLong();
    if (size < 0 || size > Layout.MAX_SIZE || layout.containerSize(size) != source.size()) {
      throw new ContainerException.UnauthenticContainer(expected);
    }
    chunkCount = layout.chunkCount(size);
    if (!cipher.isTrailer(trailer, chunkCount)) {
      throw new ContainerException.UnauthenticContainer(expected);
    }
    plain = context.plain(layout);
    sealed = context.sealed(layout);
  }

  /** Bytes of plaintext. */
  public long size() {
    return size;
  }

  /** At least 1. */
  public long chunkCount() {
    return chunkCount;
  }

  /**
   * One chunk's plaintext. The buffer is the workbench's, valid until the next call.
   *
   * @param index 0 to {@link #chunkCount()} - 1
   * @throws ContainerException.UnauthenticChunk when it isn't what was written there
   */
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

  /**
   * Reads from any position, up to the end of the chunk that it lies in.
   *
   * @return how many bytes were read, at least 1 unless {@code length} is 0; -1 at the end
   */
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
