package io.sealcast.playback;

import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkGrid;
import io.sealcast.range.ObjectRange;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One chunk that a subscription waits for, from the first asking until the bytes have come. What
 * changes in it belongs to the serial steps of its session.
 */
final class ChunkFetch {
  /** Failures that may pass by themselves, though not forever. */
  private static final Set<ErrorCode> WORTH_ANOTHER_TRY =
      Set.of(
          ErrorCode.OBJECT_UNAVAILABLE, ErrorCode.INTERNAL_ERROR, ErrorCode.MESSAGING_UNAVAILABLE);

  private static final int TRIES = 3;

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

  final RangeSubscription subscription;

  /** What the subscriber wants of the chunk, both inclusive. */
  final long from;

  final long to;

  /** What is fetched: the whole chunk where it can be shared, else what is wanted. */
  final long fetchFrom;

  final long fetchTo;

  /** Whether what is fetched ends the object. */
  final boolean last;

  /** What it is shared as, or null. */
  final @Nullable ChunkKey chunk;

  /** When the chunk is given up, by {@link PlaybackClock#nanos()}. */
  final long giveUp;

  State state = State.PAUSED;
  int attempts;
  int failures;
  int turn;
  long due;

  /** What went wrong last, or null when nothing but time passed. */
  @Nullable ErrorCode failure;

  /** Its part in a fetch that others share, or null when it is fetched for this one only. */
  @Nullable SharedFetchMember membership;

  /**
   * @param wanted lies in one chunk
   * @param chunk that chunk, or null when it isn't shared
   */
  ChunkFetch(
      long rangeId,
      RangeSubscription subscription,
      ObjectRange wanted,
      @Nullable ChunkKey chunk,
      long giveUp) {
    this.rangeId = rangeId;
    this.subscription = subscription;
    this.from = wanted.from();
    this.to = wanted.to();
    this.chunk = chunk;
    this.giveUp = giveUp;
    if (chunk == null) {
      fetchFrom = from;
      fetchTo = to;
    } else {
      ByteRange whole = ChunkGrid.DEFAULT.chunk(chunk.index(), wanted.size());
      fetchFrom = whole.from();
      fetchTo = whole.to();
    }
    last = fetchTo == wanted.size() - 1;
  }

  /** Somebody else may be fetching it: it is asked for when that takes as long as an answer may. */
  void await(long now, FetchPolicy policy) {
    state = State.ASKED;
    due = now + policy.deadline(attempts + 1).toNanos();
  }

  /** A request for it leaves, or somebody else's has. */
  void expect(long now, FetchPolicy policy, int processor) {
    state = State.ASKED;
    attempts++;
    turn = processor;
    due = now + policy.deadline(attempts).toNanos();
  }

  /** It went wrong; it will be tried again. */
  void pause(ErrorCode code, long now, FetchPolicy policy) {
    failure = code;
    failures++;
    state = State.PAUSED;
    due = now + policy.pause(failures).toNanos();
  }

  /** Whether a processor's failure may be another one's success. */
  static boolean mayPass(ErrorCode code) {
    return WORTH_ANOTHER_TRY.contains(code);
  }

  boolean isWorthAnotherTry(ErrorCode code, boolean mayPass) {
    return code == ErrorCode.OVERLOADED || (mayPass && failures + 1 < TRIES);
  }

  /** Bytes that the subscriber wants. */
  int length() {
    return (int) (to - from + 1);
  }

  /** Bytes that are fetched. */
  int fetchLength() {
    return (int) (fetchTo - fetchFrom + 1);
  }

  /** What the subscriber wants, out of what was fetched. */
  ByteSlice sliceOf(byte[] fetched) {
    return new ByteSlice(from, fetched, (int) (from - fetchFrom), length());
  }
}
