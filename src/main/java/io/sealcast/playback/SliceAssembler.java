package io.sealcast.playback;

import io.sealcast.range.ChunkGrid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides consecutive bytes of a view into slices of the delivery grid. Where an object begins
 * within a chunk of the view, the chunks of the object lie across those of the view. The bytes of a
 * view that is one object pass unchanged. Not thread-safe.
 */
final class SliceAssembler {
  private final long end;

  /** The beginning of the next slice; null when it has no bytes yet. */
  private byte @Nullable [] incomplete;

  private long start;
  private int filled;

  /**
   * @param to position of the last byte of the range in the view, inclusive
   */
  SliceAssembler(long to) {
    this.end = to + 1;
  }

  /**
   * Adds the next bytes, at most a chunk.
   *
   * @return the slices that are complete now, at most two
   */
  List<ByteSlice> add(ByteSlice next) {
    long cell = Math.min(end, cellEnd(next.offset()));
    if (incomplete == null && next.offset() + next.length() == cell) {
      return List.of(next);
    }
    int first = (int) Math.min(next.length(), cell - next.offset());
    @Nullable ByteSlice completed = append(next, 0, first);
    if (completed == null) {
      return List.of();
    }
    @Nullable ByteSlice also =
        first < next.length() ? append(next, first, next.length() - first) : null;
    return also == null ? List.of(completed) : List.of(completed, also);
  }

  private @Nullable ByteSlice append(ByteSlice from, int skipped, int length) {
    byte[] bytes = incomplete;
    if (bytes == null) {
      start = from.offset() + skipped;
      bytes = new byte[(int) (Math.min(end, cellEnd(start)) - start)];
      filled = 0;
    }
    System.arraycopy(from.array(), from.start() + skipped, bytes, filled, length);
    filled += length;
    boolean complete = filled == bytes.length;
    incomplete = complete ? null : bytes;
    return complete ? new ByteSlice(start, bytes) : null;
  }

  private static long cellEnd(long position) {
    return ChunkGrid.DEFAULT.startOf(ChunkGrid.DEFAULT.indexOf(position) + 1);
  }
}
