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
 * Limits the number of responses that occupy a server thread while they last: media and Server-Sent
 * Events. There is a lower limit per account. Thread-safe.
 */
@ApplicationScoped
class HttpStreams {
  private static final Logger LOG = System.getLogger(HttpStreams.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final AccountBulkhead bulkhead;
  private final Set<BlockingRange> ranges = ConcurrentHashMap.newKeySet();

  @Resource private ManagedScheduledExecutorService executor;

  private ScheduledFuture<?> timeoutChecks;
  private ShutdownHook shutdownHook;
  private volatile boolean stopping;

  @Inject
  HttpStreams(
      @ConfigProperty(name = "sealcast.gateway.http-streams") int most,
      @ConfigProperty(name = "sealcast.gateway.http-streams-per-account") int mostPerAccount) {
    bulkhead = new AccountBulkhead(most, mostPerAccount, RETRY_AFTER);
  }

  @PostConstruct
  void begin() {
    timeoutChecks = executor.scheduleWithFixedDelay(this::checkTimeouts, 1, 1, TimeUnit.SECONDS);
    shutdownHook = ShutdownHook.prepare(this::stop);
  }

  @PreDestroy
  void end() {
    timeoutChecks.cancel(false);
    shutdownHook.unregister();
    stop();
  }

  private void checkTimeouts() {
    Instant now = Instant.now();
    for (BlockingRange range : ranges) {
      try {
        range.checkTimeouts(now);
      } catch (RuntimeException e) {
        // an exception would end the schedule
        LOG.log(Level.WARNING, "The timeouts of a response could not be checked", e);
      }
    }
  }

  /**
   * Fails all ranges immediately. A stopping server receives no more chunks from Kafka, so Liberty
   * would wait for these threads for half a minute. The clients continue at another instance.
   */
  void stop() {
    stopping = true;
    ranges.forEach(HttpStreams::breakOff);
  }

  private static void breakOff(BlockingRange range) {
    range.fail(DomainException.retryLater(ErrorCode.OVERLOADED, RETRY_AFTER));
  }

  /** Registers a range that fails when the server stops. */
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

  /** Whether the server is stopping. A response without a natural end then has to end. */
  boolean isStopping() {
    return stopping;
  }

  /** Takes a permit; see {@link AccountBulkhead#take}. */
  AccountBulkhead.Permit take(long accountId) {
    return bulkhead.take(accountId);
  }

  /** Returns the number of current streams. */
  int taken() {
    return bulkhead.taken();
  }
}
