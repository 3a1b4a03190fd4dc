package io.sealcast.playback;

import io.sealcast.problem.ErrorCode;

/**
 * One chunk that a subscription waits for, from the first asking until the bytes are handed over.
 * Guarded by its flow's lock.
 */
final class Ask {
  enum State {
    /** A request is on its way; {@code due} is when to ask anew. */
    ASKED,
    /** Something went wrong; {@code due} is when to ask again. */
    PAUSED,
    /** An answer came and is being opened. */
    OPENING
  }

  /** The same for all requests for this chunk, so that a late answer is as good as any. */
  final long rangeId;

  final long from;
  final long to;
  final boolean last;
  final RangeSubscription subscription;

  /** When the chunk is given up, in {@link System#nanoTime()}. */
  final long giveUp;

  State state = State.PAUSED;
  int attempts;
  int failures;
  int turn;
  long due;

  /** What went wrong last, or null when nothing but time passed. */
  ErrorCode failure;

  Ask(
      long rangeId,
      long from,
      long to,
      boolean last,
      RangeSubscription subscription,
      long now,
      long giveUp) {
    this.rangeId = rangeId;
    this.from = from;
    this.to = to;
    this.last = last;
    this.subscription = subscription;
    this.due = now;
    this.giveUp = giveUp;
  }

  int length() {
    return (int) (to - from + 1);
  }
}
