package io.sealcast.gateway;

import io.sealcast.playback.ByteSlice;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The slices of a range that have arrived, in order, and the position up to which their bytes were
 * taken. Not thread-safe.
 */
public final class SliceQueue {
  private final Deque<ByteSlice> slices = new ArrayDeque<>();

  /** The position in the object of the first byte that wasn't taken. */
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

  /** Returns the first slice, or null. */
  public @Nullable ByteSlice peek() {
    return slices.peek();
  }

  /** Returns the index in the first slice of the first byte that wasn't taken. */
  public int position() {
    return (int) (next - slices.element().offset());
  }

  /**
   * Takes bytes of the first slice.
   *
   * @param length number of bytes, at most the rest of the slice
   * @return whether the slice was taken completely
   */
  public boolean take(int length) {
    boolean whole = position() + length == slices.element().length();
    next += length;
    if (whole) {
      slices.remove();
    }
    return whole;
  }

  /** Takes the first slice completely. Returns null when the queue is empty. */
  public @Nullable ByteSlice poll() {
    ByteSlice slice = slices.peek();
    if (slice != null) {
      take(slice.length());
    }
    return slice;
  }
}
