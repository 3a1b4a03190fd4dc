package io.sealcast.playback;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeRequestPublisher;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RangeResponseHandler;
import io.sealcast.metrics.Durations;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Delivers ranges: turns a subscriber's demand into requests and routes the answers to the sessions
 * that wait for them.
 */
@ApplicationScoped
class RangeEngine implements RangeResponseHandler, FlowControl {
  private static final Logger LOG = System.getLogger(RangeEngine.class.getName());
  private static final long TICK_MILLIS = 50;
  private static final Duration COME_BACK = Duration.ofSeconds(2);

  private final RangeRequestPublisher publisher;
  private final Executor executor;
  private final ScheduledExecutorService timer;
  private final FetchPolicy policy;
  private final LongSupplier nanos;
  private final AccountBulkhead bulkhead;
  private final SingleFlight singleFlight;

  /** Sessions with subscriptions, by request id. */
  private final Map<String, LiveSession> active = new ConcurrentHashMap<>();

  // from a random start, so that answers to the same session before a restart match nothing
  private final AtomicLong rangeIds = new AtomicLong(new SecureRandom().nextLong() >>> 2);
  private final LongAdder dropped = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder askedAgain = new LongAdder();
  private final Durations waits = Durations.ofWaits();

  @Inject private ChunkSpans spans = new ChunkSpans();

  RangeEngine() {
    publisher = null;
    executor = null;
    timer = null;
    policy = null;
    nanos = null;
    bulkhead = null;
    singleFlight = null;
  }

  @Inject
  RangeEngine(
      RangeRequestPublisher publisher,
      PlaybackThreads threads,
      ChunkCache cache,
      @ConfigProperty(name = "sealcast.stream.window") int window,
      @ConfigProperty(name = "sealcast.stream.chunk-deadline") Duration chunkDeadline,
      @ConfigProperty(name = "sealcast.stream.chunk-timeout") Duration chunkTimeout,
      @ConfigProperty(name = "sealcast.stream.subscriptions") int subscriptions,
      @ConfigProperty(name = "sealcast.stream.subscriptions-per-account") int ofOneAccount) {
    this(
        publisher,
        threads.signals(),
        threads.timer(),
        new FetchPolicy(window, chunkDeadline, chunkTimeout),
        new AccountBulkhead(subscriptions, ofOneAccount, COME_BACK),
        System::nanoTime,
        cache);
  }

  RangeEngine(
      RangeRequestPublisher publisher,
      Executor executor,
      ScheduledExecutorService timer,
      FetchPolicy policy,
      AccountBulkhead bulkhead,
      LongSupplier nanos,
      ChunkCache cache) {
    this.publisher = publisher;
    this.executor = executor;
    this.timer = timer;
    this.policy = policy;
    this.nanos = nanos;
    this.bulkhead = bulkhead;
    this.singleFlight = new SingleFlight(cache);
  }

  @PostConstruct
  void start() {
    timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void show(@Observes Meters meters) {
    meters.gauge("sealcast_streams_open", "Sessions that bytes are wanted for.", active::size);
    meters.gauge("sealcast_subscriptions", "Ranges that viewers wait for.", bulkhead::taken);
    meters.gauge(
        "sealcast_chunks_under_way",
        "Chunks asked for and not yet handed over, of all sessions.",
        () -> active.values().stream().mapToInt(s -> s.flow().underWay()).sum());
    meters.durations(
        "sealcast_chunk_seconds", "From a chunk's first request until it is opened here.", waits);
    meters.counter(
        "sealcast_chunks_asked_again_total",
        "Requests for chunks that hadn't come in time.",
        askedAgain::sum);
    meters.counter(
        "sealcast_answers_dropped_total", "Answers that nobody waited for.", dropped::sum);
    meters.counter(
        "sealcast_answers_refused_total",
        "Answers that were not sealed for whoever waited, and not believed.",
        refused::sum);
  }

  /**
   * Subscribes to a range of an object of a session.
   *
   * @param ownTopic the topic the chunks go to, when only receipts are to come here; else null
   */
  void subscribe(
      LiveSession session,
      ObjectRange range,
      String ownTopic,
      Flow.Subscriber<? super ByteSlice> subscriber) {
    AccountBulkhead.Permit permit;
    try {
      permit = bulkhead.take(session.session().accountId());
    } catch (DomainException e) {
      refuse(subscriber, e);
      return;
    }
    RangeSubscription subscription =
        new RangeSubscription(session.flow(), subscriber, range, ownTopic, permit);
    if (!session.flow().join(subscription)) {
      permit.close();
      refuse(subscriber, new DomainException(ErrorCode.SESSION_ENDED));
      return;
    }
    // after it joined: what takes idle sessions out again sees that it is not
    active.put(session.requestId(), session);
    subscriber.onSubscribe(subscription);
  }

  /**
   * Fetches a range into memory before anybody asks for it. Does nothing where no chunks are kept,
   * and fails quietly: whoever wants it will ask.
   */
  void fetchAhead(LiveSession session, ObjectRange range) {
    if (singleFlight.isOn()) {
      subscribe(session, range, null, new Prefetch());
    }
  }

  private void refuse(Flow.Subscriber<? super ByteSlice> subscriber, DomainException e) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {
            // nothing will come
          }

          @Override
          public void cancel() {
            // nothing to free
          }
        });
    executor.execute(() -> subscriber.onError(e));
  }

  @Override
  public void handle(RangeResponse response) {
    ErrorCode failure = response instanceof RangeResponse.Failure f ? f.code() : null;
    spans.answered(response.rangeId(), failure);
    LiveSession session = active.get(response.requestId());
    if (session == null || !session.flow().answer(response)) {
      dropped.increment();
    }
  }

  Collection<LiveSession> active() {
    return List.copyOf(active.values());
  }

  LiveSession activeSession(String requestId) {
    return active.get(requestId);
  }

  /** Answers that nobody waited for any more. */
  long dropped() {
    return dropped.sum();
  }

  /** Answers that were not believed. */
  long refusedAnswers() {
    return refused.sum();
  }

  int subscriptions() {
    return bulkhead.taken();
  }

  void tick() {
    Instant now = Instant.now();
    for (LiveSession session : active.values()) {
      try {
        if (session.flow().isIdle()) {
          active.computeIfPresent(
              session.requestId(), (id, present) -> present.flow().isIdle() ? null : present);
        } else if (session.isLive(now)) {
          session.flow().tick();
        } else {
          session.end();
        }
      } catch (Throwable e) {
        // the next session must not suffer, nor the next tick
        LOG.log(Level.WARNING, "A session's deadlines could not be looked at", e);
      }
    }
  }

  @Override
  public FetchPolicy policy() {
    return policy;
  }

  @Override
  public long now() {
    return nanos.getAsLong();
  }

  @Override
  public long nextRangeId() {
    return rangeIds.incrementAndGet();
  }

  @Override
  public boolean execute(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  @Override
  public SingleFlight singleFlight() {
    return singleFlight;
  }

  @Override
  public CompletionStage<Void> publish(RangeRequest request, int turn) {
    LiveSession session = active.get(request.requestId());
    RangeRequest traced = spans.asking(request, session == null ? null : session.openedBy());
    try {
      return publisher
          .publish(traced, turn)
          .whenComplete(
              (done, e) -> {
                if (e != null) {
                  spans.answered(request.rangeId(), codeOf(e));
                }
              });
    } catch (RuntimeException e) {
      spans.answered(request.rangeId(), codeOf(e));
      return CompletableFuture.failedStage(e);
    }
  }

  @Override
  public boolean isBlocked() {
    return publisher.isBlocked();
  }

  @Override
  public ErrorCode codeOf(Throwable e) {
    Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    return cause instanceof DomainException known ? known.code() : ErrorCode.MESSAGING_UNAVAILABLE;
  }

  @Override
  public void askedAgain() {
    askedAgain.increment();
  }

  @Override
  public void refused() {
    refused.increment();
  }

  @Override
  public void came(long took) {
    waits.add(took);
  }
}
