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
 * The flow of one session: at most a window of chunks under way over all its subscriptions, each
 * served in turn. Its subscriptions and fetches belong to its serial steps. A step is short and
 * never blocks, since any thread may run it, one of Kafka's too; what takes longer goes to the
 * executor, and comes back as a step.
 */
final class SessionFlow implements ChunkFetcher.Listener {

  private static final Logger LOG = System.getLogger(SessionFlow.class.getName());

  private final SessionCodec codec;
  private final FlowControl control;
  private final SerialExecutor steps = new SerialExecutor(this::crashed);

  /** Set at once by whoever ends the session, before the step that ends its subscriptions. */
  private final AtomicBoolean ended = new AtomicBoolean();

  // Of the serial steps only.
  private final RoundRobin roundRobin = new RoundRobin();
  private final ChunkFetcher fetcher;
  private int underWay;

  SessionFlow(SessionCodec codec, FlowControl control) {
    this.codec = codec;
    this.control = control;
    this.fetcher = new ChunkFetcher(codec, control, steps, ended, this);
  }

  /** What a chunk is shared as, or null when chunks aren't. */
  @Nullable ChunkKey keyOf(ObjectRange range) {
    return control.singleFlight().isOn()
        ? new ChunkKey(
            codec.session().fileId(), range.object(), ChunkGrid.DEFAULT.indexOf(range.from()))
        : null;
  }

  /** Where its subscribers are told what there is for them. */
  Executor executor() {
    return control.executor();
  }

  /**
   * Takes a subscription; one that comes after the session's end is told so.
   *
   * @param onJoined run in the step that takes it
   */
  void join(RangeSubscription subscription, Runnable onJoined) {
    steps.run(
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
    steps.run(
        () -> {
          if (n > 0) {
            subscription.demand(n);
          } else {
            // Reactive Streams 3.9
            fail(subscription, ErrorCode.BAD_REQUEST);
          }
          fetch();
        });
  }

  void leave(RangeSubscription subscription) {
    steps.run(
        () -> {
          remove(subscription);
          fetch();
        });
  }

  /** A slice has been handed over to its subscriber. */
  void handedOver(RangeSubscription subscription) {
    steps.run(
        () -> {
          if (subscription.isEnded()) {
            return;
          }
          subscription.handedOver();
          changeUnderWay(-1);
          if (subscription.hasAll()) {
            remove(subscription);
            subscription.complete();
          }
          fetch();
        });
  }

  private void remove(RangeSubscription subscription) {
    if (!subscription.isEnded()) {
      changeUnderWay(-subscription.end());
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

  private void changeUnderWay(int change) {
    underWay += change;
    control.meters().underWay(change);
  }

  /** Asks for as much as window and demand allow. */
  private void fetch() {
    while (underWay < control.policy().window()) {
      RangeSubscription next = roundRobin.next();
      if (next == null) {
        return;
      }
      changeUnderWay(1);
      long giveUp = control.clock().nanos() + control.policy().total().toNanos();
      fetcher.fetch(next.nextFetch(control.requests().nextRangeId(), giveUp));
    }
  }

  @Override
  public void arrived(ChunkFetch fetch, byte[] bytes) {
    fetch.subscription.arrived(fetch.sliceOf(bytes));
  }

  @Override
  public void failed(ChunkFetch fetch, ErrorCode code) {
    fail(fetch.subscription, code);
    fetch();
  }

  /** Takes an answer. */
  void answer(RangeResponse response) {
    steps.run(() -> fetcher.answer(response));
  }

  /**
   * Asks anew for what is due and gives up what took too long.
   *
   * @param ifIdle run in the same step when there are no subscriptions
   */
  void checkDeadlines(Runnable ifIdle) {
    steps.run(
        () -> {
          if (roundRobin.isEmpty()) {
            ifIdle.run();
          } else {
            fetcher.checkDeadlines();
          }
        });
  }

  /** Ends all subscriptions and wipes the key. Nothing is taken any more from now on. */
  void end(ErrorCode code) {
    ended.set(true);
    steps.run(
        () -> {
          roundRobin.all().forEach(subscription -> fail(subscription, code));
          codec.close();
        });
  }

  boolean isEnded() {
    return ended.get();
  }

  private void crashed(Throwable e) {
    stepFailed(e);
    roundRobin.all().forEach(subscription -> fail(subscription, ErrorCode.INTERNAL_ERROR));
  }

  static void stepFailed(Throwable e) {
    LOG.log(Level.WARNING, "A step of a session's delivery failed", e);
  }

  /** As the last step left it. */
  int underWay() {
    return underWay;
  }

  /** As the last step left it. */
  boolean isIdle() {
    return roundRobin.isEmpty();
  }
}
