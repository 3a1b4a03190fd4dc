package io.sealcast.gateway;

import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bounds the answers that hold a server thread while they last: media and Server-Sent Events. One
 * account can't take them all.
 */
@ApplicationScoped
class HttpStreams {
  private static final Duration COME_BACK = Duration.ofSeconds(2);

  private final int most;
  private final int mostPerAccount;
  private final Map<Long, Integer> byAccount = new HashMap<>();
  private int taken;
  private final Thread onShutdown = new Thread(() -> stopping = true);
  private volatile boolean stopping;

  HttpStreams() {
    this(0, 0); // for the proxy
  }

  @Inject
  HttpStreams(
      @ConfigProperty(name = "sealcast.gateway.http-streams") int most,
      @ConfigProperty(name = "sealcast.gateway.http-streams-per-account") int mostPerAccount) {
    this.most = most;
    this.mostPerAccount = mostPerAccount;
  }

  /** The server waits half a minute for threads that won't end; those who ask don't keep it. */
  @PostConstruct
  void begin() {
    Runtime.getRuntime().addShutdownHook(onShutdown);
  }

  @PreDestroy
  void end() {
    stopping = true;
    try {
      Runtime.getRuntime().removeShutdownHook(onShutdown);
    } catch (IllegalStateException e) {
      // the shutdown is under way
    }
  }

  void show(@Observes Meters meters) {
    meters.gauge("sealcast_http_streams", "Media and event answers under way.", this::taken);
  }

  /** Whether the server is about to stop: what could last for hours ends itself. */
  boolean isStopping() {
    return stopping;
  }

  /**
   * Takes a place.
   *
   * @throws DomainException OVERLOADED with the time to wait when all are taken
   */
  synchronized void take(long accountId) {
    int own = byAccount.getOrDefault(accountId, 0);
    if (taken >= most || own >= mostPerAccount) {
      throw DomainException.retryLater(ErrorCode.OVERLOADED, COME_BACK);
    }
    taken++;
    byAccount.put(accountId, own + 1);
  }

  synchronized void giveBack(long accountId) {
    taken--;
    byAccount.computeIfPresent(accountId, (id, n) -> n > 1 ? n - 1 : null);
  }

  /** How many are under way. */
  synchronized int taken() {
    return taken;
  }
}
