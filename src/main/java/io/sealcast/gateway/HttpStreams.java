package io.sealcast.gateway;

import io.sealcast.account.AccountBulkhead;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bounds the answers that hold a server thread while they last: media and Server-Sent Events. One
 * account can't take them all.
 */
@ApplicationScoped
class HttpStreams {
  private static final Logger LOG = System.getLogger(HttpStreams.class.getName());
  private static final Duration COME_BACK = Duration.ofSeconds(2);

  private final AccountBulkhead bulkhead;
  private final Set<BlockingRange> ranges = ConcurrentHashMap.newKeySet();

  @Resource private ManagedScheduledExecutorService executor;

  private ScheduledFuture<?> tending;
  private ShutdownHook shutdownHook;
  private volatile boolean stopping;

  @Inject
  HttpStreams(
      @ConfigProperty(name = "sealcast.gateway.http-streams") int most,
      @ConfigProperty(name = "sealcast.gateway.http-streams-per-account") int mostPerAccount) {
    bulkhead = new AccountBulkhead(most, mostPerAccount, COME_BACK);
  }

  @PostConstruct
  void begin() {
    tending = executor.scheduleWithFixedDelay(this::checkTimeouts, 1, 1, TimeUnit.SECONDS);
    shutdownHook = ShutdownHook.prepare(this::stop);
  }

  @PreDestroy
  void end() {
    tending.cancel(false);
    shutdownHook.forget();
    stop();
  }

  private void checkTimeouts() {
    Instant now = Instant.now();
    for (BlockingRange range : ranges) {
      try {
        range.checkTimeouts(now);
      } catch (RuntimeException e) {
        // a task that throws is never run again
        LOG.log(Level.WARNING, "An answer could not be looked after", e);
      }
    }
  }

  /**
   * Ends what is under way, at once: a server that stops gets no more chunks from Kafka, and would
   * wait for half a minute for threads that wait for these. The clients go on elsewhere.
   */
  void stop() {
    stopping = true;
    ranges.forEach(HttpStreams::breakOff);
  }

  private static void breakOff(BlockingRange range) {
    range.fail(DomainException.retryLater(ErrorCode.OVERLOADED, COME_BACK));
  }

  /** Has it broken off when the server stops. */
  void add(BlockingRange range) {
    ranges.add(range);
    if (stopping) {
      breakOff(range);
    }
  }

  void remove(BlockingRange range) {
    ranges.remove(range);
  }

  void show(@Observes Meters meters) {
    meters.gauge("sealcast_http_streams", "Media and event answers under way.", this::taken);
  }

  /** Whether the server is about to stop: what could last for hours ends itself. */
  boolean isStopping() {
    return stopping;
  }

  /** Takes a place; see {@link AccountBulkhead#take}. */
  AccountBulkhead.Permit take(long accountId) {
    return bulkhead.take(accountId);
  }

  /** How many are under way. */
  int taken() {
    return bulkhead.taken();
  }
}
