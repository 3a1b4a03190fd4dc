package io.sealcast.media.ffmpeg;

/**
 * A summary of the packets of one stream. All times are seconds on the clock of the file, made
 * continuous where that clock jumps ({@link TimestampJoin}).
 *
 * @param packets number of packets
 * @param keyframes number of keyframes among them
 * @param start time at which the first packet is shown
 * @param end time at which the last packet ends
 * @param lastDuration duration of the last packet
 * @param keyframeFirst whether the stream begins with a keyframe
 * @param keyframeGap longest time between two keyframes, or from the last one to the end
 * @param largestGroup number of bytes of the largest group of pictures, from a keyframe to the next
 * @param longestInterval longest time between two pictures
 * @param usualInterval the time between two pictures that nine in ten intervals reach; 0 when
 *     unknown
 * @param openGroups whether a group of pictures is open: a picture follows a keyframe in the file
 *     and is shown before it
 * @param hidden number of packets that an edit list hides
 * @param corrupt number of damaged or truncated packets
 * @param lastCorrupt time at which the last damaged packet is shown; NaN when there is none
 * @param unsteady whether time stamps are missing, duplicate or out of order
 * @param drift largest difference between a time stamp and the sum of the durations before it
 */
record PacketSummary(
    long packets,
    long keyframes,
    double start,
    double end,
    double lastDuration,
    boolean keyframeFirst,
    double keyframeGap,
    long largestGroup,
    double longestInterval,
    double usualInterval,
    boolean openGroups,
    long hidden,
    long corrupt,
    double lastCorrupt,
    boolean unsteady,
    double drift) {

  /**
   * Length in seconds of the end of a file in which a damaged packet means that the file was cut
   * off.
   */
  private static final double CUT = 1;

  /**
   * Length in seconds of the beginning of a file in which a damaged packet means that the recording
   * began in the middle of a packet.
   */
  private static final double BEGINNING = 1;

  /** Returns the summary of this beginning of a stream and its end, without what is between. */
  PacketSummary and(PacketSummary ending) {
    return new PacketSummary(
        packets + ending.packets,
        keyframes + ending.keyframes,
        start,
        ending.end,
        ending.lastDuration,
        keyframeFirst,
        Math.max(keyframeGap, ending.keyframeGap),
        Math.max(largestGroup, ending.largestGroup),
        Math.max(longestInterval, ending.longestInterval),
        usualInterval,
        openGroups || ending.openGroups,
        hidden + ending.hidden,
        corrupt + ending.corrupt,
        Double.isNaN(ending.lastCorrupt) ? lastCorrupt : ending.lastCorrupt,
        unsteady || ending.unsteady,
        Math.max(drift, ending.drift));
  }

  boolean isEmpty() {
    return packets == 0;
  }

  /** Whether the stream has usable time stamps; raw streams have none. */
  boolean isTimed() {
    return !Double.isNaN(start);
  }

  /** Whether the last packet or one shortly before it is incomplete. */
  boolean endsCorrupt() {
    return corrupt > 0 && lastCorrupt > end - CUT;
  }

  /** Whether packets are missing or damaged elsewhere than at the beginning and the end. */
  boolean isCorruptInside() {
    return corrupt > 0 && !endsCorrupt() && lastCorrupt > start + BEGINNING;
  }
}
