package io.sealcast.media;

import java.util.Optional;

/** Collects where the sound of one segment is, which follows its pictures. */
final class SegmentSound {
  private final boolean separate;

  /** Position of the first {@code moof} with sound; negative before it. */
  private long offset = -1;

  private double start;
  private double end;

  /**
   * @param separate whether the {@code moof} with which the segment begins has pictures alone, in a
   *     file with an initialization segment for each track
   */
  SegmentSound(boolean separate) {
    this.separate = separate;
  }

  /** Adds a {@code moof} with sound alone. */
  void add(long position, FragmentTimes times) {
    if (offset < 0) {
      offset = position;
      start = times.start();
      end = times.end();
    } else {
      end = Math.max(end, times.end());
    }
  }

  /**
   * Returns how the segment can be read.
   *
   * @param from position of the first byte of the segment
   * @param to position after its last byte
   */
  Optional<FragmentIndex.Apart> apart(long from, long to) {
    if (!separate) {
      return Optional.empty();
    }
    if (offset < 0) {
      return Optional.of(new FragmentIndex.Apart(to - from, Optional.empty()));
    }
    double heardFrom = Math.max(0, start);
    return Optional.of(
        new FragmentIndex.Apart(
            offset - from,
            Optional.of(new FragmentIndex.Sound(heardFrom, Math.max(0, end - heardFrom)))));
  }
}
