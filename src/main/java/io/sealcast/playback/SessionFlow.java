package io.sealcast.playback;

import io.sealcast.messaging.RangeResponse;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ChunkGrid;
import io.sealcast.range.ObjectRange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The flow of chunks to the subscriptions of one session. It keeps at most a window of chunks in
 * flight and serves the subscriptions in turn. All state is accessed by tasks on a {@link
 * SerialExecutor}. They are short and never block, since they may run on a messaging thread; longer
 * work goes to the executor, which submits the result as another task.
 */
final class SessionFlow implements ChunkFetcher.Listener {

  private static final Logger LOG = System.getLogger(SessionFlow.class.getName());

  private final SessionCodec codec;
  private final FlowControl control;
  private final SerialExecutor serialExecutor = new SerialExecutor(this::crashed);

  /** Set immediately when the session is ended, before the task that ends its subscriptions. */
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * Whether a check of the deadlines is queued. At most one is: a thread that runs the tasks slower
   * than checks are submitted would otherwise never come to the other tasks.
   */
  private final AtomicBoolean checkWaits = new AtomicBoolean();

  // the following fields are accessed only on the SerialExecutor
  private final RoundRobin roundRobin = new RoundRobin();
  private final ChunkFetcher fetcher;
  private int inFlight;

  SessionFlow(SessionCodec codec, FlowControl control) {
    this.codec = codec;
    this.control = control;
    this.fetcher = new ChunkFetcher(codec, control, serialExecutor, ended, this);
  }

  /** Returns the key under which a chunk is shared, or null when the cache is disabled. */
  @Nullable ChunkKey keyOf(ObjectRange range) {
    return control.singleFlight().isOn()
        ? new ChunkKey(
            codec.session().fileId(), range.object(), ChunkGrid.DEFAULT.indexOf(range.from()))
        : null;
  }

  /** Returns the executor that calls the subscribers. */
  Executor executor() {
    return control.executor();
  }

  /**
   * Adds a subscription. It fails with SESSION_ENDED after the session's end.
   *
   * @param onJoined run in the task that adds the subscription
   */
  void join(RangeSubscription subscription, Runnable onJoined) {
    serialExecutor.run(
        () -> {
          if (subscription.isEnded()) {
            return;
          }
          if (ended.get()) {
            fail(subscription, ErrorCode.SESSION_ENDED);
            return;
          }
          roundRobin.add(subscription);
          onJoined.run();
          fetch();
        });
  }

  void request(RangeSubscription subscription, long n) {
    serialExecutor.run(
        () -> {
          if (n > 0) {
            changeInFlight(subscription.demand(n));
          } else {
            // Reactive Streams 3.9: demand must be positive
            fail(subscription, ErrorCode.BAD_REQUEST);
          }
          fetch();
        });
  }

  void leave(RangeSubscription subscription) {
    serialExecutor.run(
        () -> {
          remove(subscription);
          fetch();
        });
  }

  /** Handles that a subscriber has processed a slice. */
  void handedOver(RangeSubscription subscription) {
    serialExecutor.run(
        () -> {
          if (subscription.isEnded()) {
            return;
          }
          subscription.handedOver();
          changeInFlight(-1);
          if (subscription.hasAll()) {
            remove(subscription);
            subscription.complete();
          }
          fetch();
        });
  }

  private void remove(RangeSubscription subscription) {
    if (!subscription.isEnded()) {
      changeInFlight(-subscription.end());
      roundRobin.remove(subscription);
      fetcher.cancel(subscription);
      subscription.permit().close();
    }
  }

  private void fail(RangeSubscription subscription, ErrorCode code) {
    if (!subscription.isEnded()) {
      remove(subscription);
      subscription.fail(new DomainException(code));
    }
  }

  private void changeInFlight(int change) {
    inFlight += change;
    control.meters().inFlight(change);
  }

  /** Fetches as many chunks as the window and the demand permit. */
  private void fetch() {
    while (inFlight < control.policy().window()) {
      RangeSubscription next = roundRobin.next();
      if (next == null) {
        return;
      }
      changeInFlight(1);
      long giveUp = control.clock().nanos() + control.policy().total().toNanos();
      fetcher.fetch(next.nextFetch(control.requests().nextRangeId(), giveUp));
    }
  }

  @Override
  public void arrived(ChunkFetch fetch, byte[] bytes) {
    changeInFlight(fetch.subscription.arrived(fetch.sliceOf(bytes)));
    fetch();
  }

  @Override
  public void failed(ChunkFetch fetch, ErrorCode code) {
    fail(fetch.subscription, code);
    fetch();
  }

  /** Handles a response. */
  void answer(RangeResponse response) {
    serialExecutor.run(() -> fetcher.answer(response));
  }

  /**
   * Repeats the requests that are due and fails the fetches that have timed out. Does nothing while
   * an earlier check hasn't started.
   *
   * @param ifIdle run in the same task when there are no subscriptions
   */
  void checkDeadlines(Runnable ifIdle) {
    if (!checkWaits.compareAndSet(false, true)) {
      return;
    }
    serialExecutor.run(
        () -> {
          checkWaits.set(false);
          if (roundRobin.isEmpty()) {
            ifIdle.run();
          } else {
            fetcher.checkDeadlines();
          }
        });
  }

  /** Fails all subscriptions and wipes the keys. Later subscriptions fail too. */
  void end(ErrorCode code) {
    ended.set(true);
    serialExecutor.run(
        () -> {
          roundRobin.all().forEach(subscription -> fail(subscription, code));
          codec.close();
        });
  }

  boolean isEnded() {
    return ended.get();
  }

  private void crashed(Throwable e) {
    taskFailed(e);
    roundRobin.all().forEach(subscription -> fail(subscription, ErrorCode.INTERNAL_ERROR));
  }

  static void taskFailed(Throwable e) {
    LOG.log(Level.WARNING, "A task of a session's delivery failed", e);
  }

  /** Returns the number of chunks in flight after the last task. */
  int inFlight() {
    return inFlight;
  }

  /** Whether there was no subscription after the last task. */
  boolean isIdle() {
    return roundRobin.isEmpty();
  }
}
