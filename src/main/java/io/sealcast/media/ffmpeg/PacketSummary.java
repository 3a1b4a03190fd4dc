package io.sealcast.media.ffmpeg;

/**
 * What the packets of one stream say about it. All times are seconds on the file's own clock,
 * joined where that jumps ({@link TimestampJoin}).
 *
 * @param packets how many there are
 * @param keyframes how many of them are keyframes
 * @param start when the first is shown
 * @param end when the last has been shown
 * @param lastDuration how long the last is shown
 * @param keyframeFirst whether it begins with a keyframe
 * @param keyframeGap the longest time between keyframes, or from the last one to the end
 * @param longestInterval the longest time between two pictures
 * @param usualInterval a time between two pictures that nine in ten reach; 0 when unknown
 * @param openGroups whether a picture refers back over a keyframe: it comes after the keyframe in
 *     the file and is shown before it
 * @param hidden packets that an edit list hides
 * @param corrupt packets that came damaged or cut
 * @param lastCorrupt when the last damaged one is shown; NaN when there is none
 * @param unsteady whether times are missing, twice there or out of order
 * @param drift how far the times stray from the sum of the durations before them, at most
 */
record PacketSummary(
    long packets,
    long keyframes,
    double start,
    double end,
    double lastDuration,
    boolean keyframeFirst,
    double keyframeGap,
    double longestInterval,
    double usualInterval,
    boolean openGroups,
    long hidden,
    long corrupt,
    double lastCorrupt,
    boolean unsteady,
    double drift) {

  /** Seconds before the end in which a damaged packet means that the file was cut there. */
  private static final double CUT = 1;

  /**
   * Seconds from the start in which a damaged packet means that a recording began in its middle.
   */
  private static final double BEGINNING = 1;

  boolean isEmpty() {
    return packets == 0;
  }

  /** Whether the times can be used at all; raw streams have none. */
  boolean isTimed() {
    return !Double.isNaN(start);
  }

  /** Whether the last packet or one shortly before it is incomplete. */
  boolean endsCorrupt() {
    return corrupt > 0 && lastCorrupt > end - CUT;
  }

  /** Whether something is missing or damaged on the way, and not only where it was cut. */
  boolean isCorruptInside() {
    return corrupt > 0 && !endsCorrupt() && lastCorrupt > start + BEGINNING;
  }
}
