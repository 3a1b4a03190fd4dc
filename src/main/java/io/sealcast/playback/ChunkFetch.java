package io.sealcast.playback;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ByteRange;
import io.sealcast.range.ChunkGrid;
import io.sealcast.range.ObjectRange;
import io.sealcast.range.ViewRange;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fetch of one chunk for a subscription, from the first request until the bytes have arrived.
 * Only tasks on the session's {@link SerialExecutor} change its state.
 */
final class ChunkFetch {
  /**
   * Temporary failures. After one of them, the chunk is requested up to {@link #MAX_ATTEMPTS} times
   * in all.
   */
  private static final Set<ErrorCode> RETRYABLE =
      Set.of(
          ErrorCode.OBJECT_UNAVAILABLE, ErrorCode.INTERNAL_ERROR, ErrorCode.MESSAGING_UNAVAILABLE);

  private static final int MAX_ATTEMPTS = 3;

  enum State {
    /** A request is in flight; {@code due} is the time of the next request. */
    REQUESTED,
    /** A request has failed; {@code due} is the time of the next request. */
    PAUSED,
    /** A response has arrived and is being decrypted. */
    DECRYPTING
  }

  /** Id of all requests for this chunk: a late response to an earlier request is accepted too. */
  final long rangeId;

  final RangeSubscription subscription;

  final UUID object;

  /** Position of the object's first byte in the view. */
  final long start;

  /** First byte that the subscriber wants of the chunk; {@code to} is the last, inclusive. */
  final long from;

  final long to;

  /**
   * First byte that is fetched: of the whole chunk if it can be shared, else of the wanted part.
   */
  final long fetchFrom;

  final long fetchTo;

  /** Whether the fetched range ends at the end of the object. */
  private final boolean endsObject;

  /** Whether the object is the last one of the view. */
  private final boolean inLastObject;

  /** Key under which the chunk is shared, or null when it isn't shared. */
  final @Nullable ChunkKey chunk;

  /** Time of {@link PlaybackClock#nanos()} at which the fetch fails. */
  final long giveUp;

  State state = State.PAUSED;
  int attempts;
  int failures;

  /** Number of responses that weren't authentic. They count for nothing but the pauses. */
  int forgeries;

  /** The response that arrived while another one was being decrypted, or null. */
  @Nullable RangeResponse next;

  /**
   * The route of the last request; see {@link io.sealcast.messaging.RangeRequestPublisher#publish}.
   */
  int route;

  long due;

  /** The last failure, or null when no request has failed. */
  @Nullable ErrorCode failure;

  /** Membership in a fetch shared with other sessions, or null when this fetch isn't shared. */
  @Nullable SharedFetchMember membership;

  /**
   * Creates a fetch.
   *
   * @param place range within one chunk
   * @param chunk key of that chunk, or null when it isn't shared
   * @param giveUp time of {@link PlaybackClock#nanos()} at which the fetch fails
   */
  ChunkFetch(
      long rangeId,
      RangeSubscription subscription,
      ViewRange.ChunkRange place,
      @Nullable ChunkKey chunk,
      long giveUp) {
    this.rangeId = rangeId;
    this.subscription = subscription;
    ObjectRange wanted = place.range();
    this.object = wanted.object();
    this.start = place.start();
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
    endsObject = fetchTo == wanted.size() - 1;
    inLastObject = place.endsView();
  }

  /**
   * Waits for a shared fetch. The chunk is requested when that takes longer than the deadline of a
   * request.
   */
  void await(long now, FetchPolicy policy) {
    state = State.REQUESTED;
    due = now + policy.deadline(attempts + 1).toNanos();
  }

  /** Records that a request was sent, by this session or by the one whose fetch it shares. */
  void expect(long now, FetchPolicy policy, int usedRoute) {
    state = State.REQUESTED;
    attempts++;
    route = usedRoute;
    due = now + policy.deadline(attempts).toNanos();
  }

  /** Records a failure and schedules the next request. */
  void pause(ErrorCode code, long now, FetchPolicy policy) {
    failure = code;
    failures++;
    state = State.PAUSED;
    due = now + policy.pause(failures).toNanos();
  }

  /**
   * Schedules another request after a response that wasn't authentic. It is never later than the
   * request that is due already: forgeries can't postpone it.
   */
  void pauseAfterForgery(long now, FetchPolicy policy) {
    forgeries++;
    state = State.PAUSED;
    long afterPause = now + policy.pause(forgeries).toNanos();
    due = afterPause - due < 0 ? afterPause : due;
  }

  /** Whether another request may succeed after this failure of a processor. */
  static boolean isTemporary(ErrorCode code) {
    return RETRYABLE.contains(code);
  }

  boolean isRetryable(ErrorCode code, boolean temporary) {
    return code == ErrorCode.OVERLOADED || (temporary && failures + 1 < MAX_ATTEMPTS);
  }

  /**
   * Returns where the response places the object: a consumer of a topic knows only the view, the
   * gateway places the bytes by itself.
   */
  RangeRequest.Placement placement() {
    return subscription.ownTopic() == null
        ? RangeRequest.Placement.ALONE
        : new RangeRequest.Placement(start, inLastObject);
  }

  /** Whether the response is to say that its bytes are the last ones. */
  boolean expectsLast() {
    return endsObject && placement().endsView();
  }

  /** Whether a response has the position that the request asks for. */
  boolean isAt(long offset) {
    return offset == placement().start() + fetchFrom;
  }

  /** Returns the number of bytes that the subscriber wants. */
  int length() {
    return (int) (to - from + 1);
  }

  /** Returns the number of bytes that are fetched. */
  int fetchLength() {
    return (int) (fetchTo - fetchFrom + 1);
  }

  /** Returns the part of the fetched bytes that the subscriber wants. */
  ByteSlice sliceOf(byte[] fetched) {
    return new ByteSlice(start + from, fetched, (int) (from - fetchFrom), length());
  }
}
