package io.sealcast.playback;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.messaging.ChunkSpans;
import io.sealcast.messaging.RangeRequestPublisher;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RangeResponseHandler;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ViewRange;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Delivers ranges. It creates the flows of sessions, turns a subscriber's demand into range
 * requests and routes the responses to the sessions that wait for them. Thread-safe.
 */
@ApplicationScoped
class RangeEngine implements RangeResponseHandler {
  private static final Logger LOG = System.getLogger(RangeEngine.class.getName());
  private static final long TICK_MILLIS = 50;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final ScheduledExecutorService timer;
  private final AccountBulkhead bulkhead;
  private final ChunkSpans spans;
  private final FlowControl control;

  /**
   * Sessions with subscriptions, by the hash of their request id. Each entry is added and removed
   * on its session's {@link SerialExecutor}.
   */
  private final Map<String, LiveSession> active = new ConcurrentHashMap<>();

  @Inject
  RangeEngine(
      RangeRequestPublisher publisher,
      ChunkSpans spans,
      PlaybackThreads threads,
      PlaybackClock clock,
      ChunkCache cache,
      @ConfigProperty(name = "sealcast.stream.window") int window,
      @ConfigProperty(name = "sealcast.stream.chunk-deadline") Duration chunkDeadline,
      @ConfigProperty(name = "sealcast.stream.chunk-timeout") Duration chunkTimeout,
      @ConfigProperty(name = "sealcast.stream.subscriptions") int subscriptions,
      @ConfigProperty(name = "sealcast.stream.subscriptions-per-account") int ofOneAccount) {
    this(
        threads.timer(),
        new AccountBulkhead(subscriptions, ofOneAccount, RETRY_AFTER),
        spans,
        new FlowControl(
            new FetchPolicy(window, chunkDeadline, chunkTimeout),
            clock,
            threads.signals(),
            new ChunkRequests(publisher, spans),
            new SingleFlight(cache),
            new FlowMeters()));
  }

  RangeEngine(
      ScheduledExecutorService timer,
      AccountBulkhead bulkhead,
      ChunkSpans spans,
      FlowControl control) {
    this.timer = timer;
    this.bulkhead = bulkhead;
    this.spans = spans;
    this.control = control;
  }

  @PostConstruct
  void start() {
    timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  void show(@Observes Meters meters) {
    meters.gauge("sealcast_streams_open", "Sessions that bytes are wanted for.", active::size);
    meters.gauge("sealcast_subscriptions", "Ranges that viewers wait for.", bulkhead::taken);
    control.meters().show(meters);
  }

  /** Creates a session with a flow. */
  LiveSession newSession(byte[] hash, SessionCodec codec) {
    return new LiveSession(
        codec.session(), hash, new SessionFlow(codec, control), control.clock().instant());
  }

  /**
   * Subscribes to a range of a view.
   *
   * @param ownTopic topic that receives the chunks, so that the subscriber gets only receipts; null
   *     when the subscriber gets the bytes
   */
  void subscribe(
      LiveSession session,
      ViewRange range,
      @Nullable String ownTopic,
      Flow.Subscriber<? super ByteSlice> subscriber) {
    AccountBulkhead.Permit permit;
    try {
      permit = bulkhead.take(session.session().accountId());
    } catch (DomainException e) {
      refuse(subscriber, e);
      return;
    }
    // an evicted session may still be active; all responses have to reach the same flow
    LiveSession target = active.getOrDefault(session.hashInHex(), session);
    RangeSubscription subscription =
        new RangeSubscription(target.flow(), subscriber, range, ownTopic, permit);
    subscriber.onSubscribe(subscription);
    target.flow().join(subscription, () -> active.put(target.hashInHex(), target));
  }

  /**
   * Fetches a range into the cache before a viewer requests it. It does nothing when the cache is
   * disabled, and ignores failures.
   */
  void fetchAhead(LiveSession session, ViewRange range) {
    if (control.singleFlight().isOn()) {
      subscribe(session, range, null, new Prefetch());
    }
  }

  private void refuse(Flow.Subscriber<? super ByteSlice> subscriber, DomainException e) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long n) {
            // no data will be signalled
          }

          @Override
          public void cancel() {
            // there are no resources to free
          }
        });
    control.executor().execute(() -> subscriber.onError(e));
  }

  @Override
  public void handle(RangeResponse response) {
    @Nullable ErrorCode failure = response instanceof RangeResponse.Failure f ? f.code() : null;
    spans.endRequest(response.rangeId(), failure);
    LiveSession session = active.get(response.sessionHash());
    if (session == null) {
      control.meters().responseDropped();
    } else {
      session.flow().answer(response);
    }
  }

  Collection<LiveSession> active() {
    return List.copyOf(active.values());
  }

  @Nullable LiveSession activeSession(String requestId) {
    return active.get(RequestIds.hashInHex(requestId));
  }

  /** Returns the number of responses for which no fetch waited. */
  long dropped() {
    return control.meters().answersDropped();
  }

  /** Returns the number of responses that couldn't be decrypted. */
  long refusedAnswers() {
    return control.meters().answersRefused();
  }

  int subscriptions() {
    return bulkhead.taken();
  }

  void tick() {
    Instant now = control.clock().instant();
    for (LiveSession session : active.values()) {
      try {
        if (!session.isLive(now)) {
          session.end();
        }
        session.flow().checkDeadlines(() -> active.remove(session.hashInHex(), session));
      } catch (Throwable e) {
        // a failure must neither affect the other sessions nor end the schedule
        LOG.log(Level.WARNING, "A session's deadlines could not be checked", e);
      }
    }
  }

  FetchPolicy policy() {
    return control.policy();
  }

  SingleFlight singleFlight() {
    return control.singleFlight();
  }
}
