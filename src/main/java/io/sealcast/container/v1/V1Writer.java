package io.sealcast.container.v1;

import io.sealcast.container.CipherContexts;
import io.sealcast.container.ContainerWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Writes a container of version 1 with the chunk size in its header. CBC is serial within a chunk
 * only, and each chunk has its own IV and tag, so that chunks are encrypted and authenticated in
 * parallel. The writer's thread writes them in order.
 */
final class V1Writer extends ContainerWriter {
  /**
   * Maximum number of chunks that are being encrypted or wait for an earlier one to be written.
   * Beside them, one chunk is being filled.
   */
  static final int MAX_IN_FLIGHT = 4;

  private final OutputStream out;
  private final Header header;
  private final ChunkKeys keys;
  private final CipherContexts contexts;
  private final Executor executor;
  private final Deque<OutgoingChunk> inFlight = new ArrayDeque<>(MAX_IN_FLIGHT);
  private final Deque<OutgoingChunk> idle = new ArrayDeque<>(MAX_IN_FLIGHT);

  /** The chunk that is being filled; null before the first byte and after a full chunk. */
  private @Nullable OutgoingChunk filling;

  private long chunks;
  private long size;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    FINISHED,
    FAILED,
    CLOSED
  }

  /**
   * Writes the header.
   *
   * @param dataKey 32 bytes; not retained
   * @param executor must run every task, if need be on the caller's thread
   */
  V1Writer(
      OutputStream out, Header header, byte[] dataKey, CipherContexts contexts, Executor executor)
      throws IOException {
    this.out = out;
    this.header = header;
    this.contexts = contexts;
    this.executor = executor;
    keys = ChunkKeys.derive(dataKey, header.objectId());
    out.write(header.encode());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, source.length);
    begin();
    int from = offset;
    int end = offset + length;
    while (from < end) {
      if (filling != null && filling.isFull()) {
        // more bytes follow, so this chunk isn't the last
        seal(filling, false);
      }
      int part = chunk().fill(source, from, end - from);
      size += part;
      from += part;
    }
    state = State.OPEN;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void finish() throws IOException {
    begin();
    seal(chunk(), true);
    while (!inFlight.isEmpty()) {
      writeFirst();
    }
    out.write(idle.element().sealTrailer(size, chunks));
    out.flush();
    state = State.FINISHED;
  }

  /** Begins a call, which has failed unless it sets another state at its end. */
  private void begin() throws IOException {
    if (state != State.OPEN) {
      throw new IOException("The container is " + state.name().toLowerCase(Locale.ROOT));
    }
    state = State.FAILED;
  }

  private OutgoingChunk chunk() {
    OutgoingChunk chunk = filling;
    if (chunk == null) {
      chunk = idle.poll();
      if (chunk == null) {
        chunk = new OutgoingChunk(header, keys, contexts.take());
      }
      filling = chunk;
    }
    return chunk;
  }

  private void seal(OutgoingChunk chunk, boolean last) throws IOException {
    // after the last chunk, this thread has nothing else to do
    chunk.seal(chunks, last, last ? Runnable::run : executor);
    chunks++;
    filling = null;
    inFlight.add(chunk);
    while (inFlight.size() == MAX_IN_FLIGHT || (!inFlight.isEmpty() && isFirstSealed())) {
      writeFirst();
    }
  }

  private boolean isFirstSealed() {
    return inFlight.element().isSealed();
  }

  /** The chunk stays in flight if writing fails, so that {@link #close} releases it. */
  private void writeFirst() throws IOException {
    inFlight.element().write(out);
    idle.push(inFlight.remove());
  }

  @Override
  public void close() {
    state = State.CLOSED;
    if (filling != null) {
      idle.add(filling);
      filling = null;
    }
    idle.addAll(inFlight);
    inFlight.clear();
    while (!idle.isEmpty()) {
      contexts.putBack(idle.remove().release());
    }
  }
}
