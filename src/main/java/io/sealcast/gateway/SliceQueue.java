package io.sealcast.gateway;

import io.sealcast.playback.ByteSlice;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Slices of a range that came, in order, and how many of their bytes were taken. */
public final class SliceQueue {
  private final Deque<ByteSlice> slices = new ArrayDeque<>();

  /** The offset in the object of the first byte that wasn't taken yet. */
  private long next;

  SliceQueue(long next) {
    this.next = next;
  }

  long next() {
    return next;
  }

  void add(ByteSlice slice) {
    slices.add(slice);
  }

  void clear() {
    slices.clear();
  }

  /** The first slice of the queue, or null. */
  public @Nullable ByteSlice peek() {
    return slices.peek();
  }

  /** Where in the first slice of the queue the bytes begin that weren't taken yet. */
  public int position() {
    return (int) (next - slices.element().offset());
  }

  /**
   * Takes bytes of the first slice of the queue.
   *
   * @param length at most as many as are left of it
   * @return whether it was taken whole
   */
  public boolean take(int length) {
    boolean whole = position() + length == slices.element().length();
    next += length;
    if (whole) {
      slices.remove();
    }
    return whole;
  }

  /** Takes the first slice of the queue, or null when there is none. */
  public @Nullable ByteSlice poll() {
    ByteSlice slice = slices.peek();
    if (slice != null) {
      take(slice.length());
    }
    return slice;
  }
}
