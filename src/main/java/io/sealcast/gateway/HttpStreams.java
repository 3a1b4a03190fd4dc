package io.sealcast.gateway;

import io.sealcast.account.Places;
import io.sealcast.metrics.Meters;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bounds the answers that hold a server thread while they last: media and Server-Sent Events. One
 * account can't take them all.
 */
@ApplicationScoped
class HttpStreams {
  private static final Duration COME_BACK = Duration.ofSeconds(2);

  private final Places places;
  private final Thread onShutdown = new Thread(() -> stopping = true);
  private volatile boolean stopping;

  HttpStreams() {
    this(0, 0); // for the proxy
  }

  @Inject
  HttpStreams(
      @ConfigProperty(name = "sealcast.gateway.http-streams") int most,
      @ConfigProperty(name = "sealcast.gateway.http-streams-per-account") int mostPerAccount) {
    places = new Places(most, mostPerAccount, COME_BACK);
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

  /** Takes a place; see {@link Places#take}. */
  Places.Place take(long accountId) {
    return places.take(accountId);
  }

  /** How many are under way. */
  int taken() {
    return places.taken();
  }
}
