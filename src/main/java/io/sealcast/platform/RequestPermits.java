package io.sealcast.platform;

import io.sealcast.account.AccountRequests;
import io.sealcast.limit.KeyedBulkhead;
import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits the number of requests under way, each of which holds a server thread: of an address
 * without a sign-in and of all such addresses, of an account and of all accounts. The sum is
 * smaller than the number of threads in server.xml. Thread-safe.
 */
@ApplicationScoped
class RequestPermits implements AccountRequests {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final KeyedBulkhead<String> addresses;
  private final KeyedBulkhead<Long> accounts;
  private final MinimumRate minimumRate;
  private final LongAdder rejected = new LongAdder();

  /** A permit that is in use until it is closed. */
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  @Inject
  RequestPermits(
      @ConfigProperty(name = "sealcast.http.requests-anonymous") int anonymous,
      @ConfigProperty(name = "sealcast.http.requests-per-address") int perAddress,
      @ConfigProperty(name = "sealcast.http.requests-signed-in") int signedIn,
      @ConfigProperty(name = "sealcast.http.requests-per-account") int perAccount,
      @ConfigProperty(name = "sealcast.http.body-min-rate") int bytesPerSecond,
      @ConfigProperty(name = "sealcast.http.body-min-rate.period") Duration period) {
    addresses = new KeyedBulkhead<>(anonymous, perAddress);
    accounts = new KeyedBulkhead<>(signedIn, perAccount);
    minimumRate = new MinimumRate(bytesPerSecond, period);
  }

  void show(@Observes Meters meters) {
    String name = "sealcast_requests_running";
    String help = "Requests under way, by whether somebody is signed in.";
    meters.gauge(name, help, "caller", "anonymous", addresses::taken);
    meters.gauge(name, help, "caller", "signed_in", accounts::taken);
    meters.counter(
        "sealcast_requests_rejected_total",
        "Requests that were rejected, since their callers had too many under way.",
        rejected::sum);
  }

  /** Returns the rate below which the body of a request ends. */
  MinimumRate minimumRate() {
    return minimumRate;
  }

  /**
   * Takes a permit for a caller who isn't signed in.
   *
   * @throws DomainException TOO_MANY_REQUESTS, OVERLOADED
   */
  Permit take(String address) {
    return take(addresses, address);
  }

  /**
   * Takes a permit for a signed-in caller.
   *
   * @throws DomainException TOO_MANY_REQUESTS, OVERLOADED
   */
  Permit take(long accountId) {
    return take(accounts, accountId);
  }

  @Override
  public boolean isFull(long accountId) {
    return accounts.isFull(accountId);
  }

  /** Counts and returns the rejection of a caller with too many requests. */
  DomainException reject() {
    return reject(ErrorCode.TOO_MANY_REQUESTS);
  }

  private DomainException reject(ErrorCode code) {
    rejected.increment();
    return DomainException.retryLater(
        code, "Too many requests are under way; try again in a moment.", RETRY_AFTER);
  }

  private <K> Permit take(KeyedBulkhead<K> bulkhead, K key) {
    KeyedBulkhead.Outcome outcome = bulkhead.take(key);
    if (outcome == KeyedBulkhead.Outcome.TAKEN) {
      return () -> bulkhead.release(key);
    }
    throw reject(
        outcome == KeyedBulkhead.Outcome.FULL ? ErrorCode.OVERLOADED : ErrorCode.TOO_MANY_REQUESTS);
  }
}
