package io.sealcast.gateway.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.account.AccountBulkhead;
import io.sealcast.account.SignInWatchers;
import io.sealcast.gateway.DeliveredBytes;
import io.sealcast.gateway.ShutdownHook;
import io.sealcast.gateway.StreamEnded;
import io.sealcast.metrics.Meters;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The WebSocket connections of this instance. It limits their number and checks their timeouts
 * every second. Thread-safe.
 */
@ApplicationScoped
class ConnectionRegistry {
  private static final Logger LOG = System.getLogger(ConnectionRegistry.class.getName());

  /**
   * Maximum number of connections of a session. A page has one, and briefly another one when it
   * reconnects.
   */
  static final int MOST_PER_SESSION = 4;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  @Inject private StreamSessions sessions;
  @Inject private DeliveredBytes deliveredBytes;
  @Inject private SignInWatchers signIns;

  @Resource private ManagedScheduledExecutorService executor;

  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private AccountBulkhead bulkhead;

  /** Limits the connections that buffer whole chunks as text until the viewer has read them. */
  private AccountBulkhead simpleBulkhead;

  private @Nullable ScheduledFuture<?> timeoutChecks;
  private @Nullable ShutdownHook shutdownHook;

  @GuardedBy("this")
  private boolean stopping;

  private record Open(
      StreamSession session,
      Connection connection,
      List<AccountBulkhead.Permit> permits,
      SignInWatchers.Watch watch) {}

  @Inject
  void configure(
      @ConfigProperty(name = "sealcast.gateway.sockets") int most,
      @ConfigProperty(name = "sealcast.gateway.sockets-per-account") int mostPerAccount,
      @ConfigProperty(name = "sealcast.gateway.simple-sockets") int mostSimple) {
    bulkhead = new AccountBulkhead(most, mostPerAccount, RETRY_AFTER);
    simpleBulkhead = new AccountBulkhead(mostSimple, mostPerAccount, RETRY_AFTER);
  }

  void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
    timeoutChecks = executor.scheduleWithFixedDelay(this::checkTimeouts, 1, 1, TimeUnit.SECONDS);
    shutdownHook = ShutdownHook.prepare(this::closeAll);
  }

  void onEnd(@Observes StreamEnded event) {
    checkTimeouts();
  }

  void show(@Observes Meters meters) {
    meters.gauge("sealcast_sockets", "Viewers' WebSockets.", open::size);
  }

  @PreDestroy
  void end() {
    if (timeoutChecks != null) {
      timeoutChecks.cancel(false);
    }
    if (shutdownHook != null) {
      shutdownHook.unregister();
    }
    closeAll();
  }

  /** Closes all connections. The viewers continue at another instance. */
  private void closeAll() {
    synchronized (this) {
      stopping = true;
    }
    open.values().forEach(o -> o.connection().end(Message.Close.GOING_AWAY));
  }

  /** Adapts a socket of the container. */
  Socket socketOf(Session socket) {
    return new ContainerSocket(socket, executor, deliveredBytes.webSocket());
  }

  /**
   * Adds a connection. It ends with the sign-in by which it was opened.
   *
   * @param signIn hash of the sign-in's token, or null without a sign-in
   * @param buffersText see {@link SubprotocolHandlerFactory#buffersText}
   * @throws DomainException TOO_MANY_REQUESTS when the session or account has too many connections;
   *     OVERLOADED when this instance has too many, or is stopping
   */
  synchronized void add(
      String id,
      StreamSession session,
      @Nullable String signIn,
      boolean buffersText,
      Connection connection) {
    long own =
        open.values().stream()
            .filter(o -> o.session().requestId().equals(session.requestId()))
            .count();
    if (stopping) {
      throw DomainException.retryLater(ErrorCode.OVERLOADED, RETRY_AFTER);
    }
    if (own >= MOST_PER_SESSION) {
      throw DomainException.retryLater(
          ErrorCode.TOO_MANY_REQUESTS, "This stream has too many connections.", RETRY_AFTER);
    }
    List<AccountBulkhead.Permit> taken = new ArrayList<>();
    try {
      taken.add(bulkhead.take(session.accountId()));
      if (buffersText) {
        taken.add(simpleBulkhead.take(session.accountId()));
      }
    } catch (DomainException e) {
      taken.forEach(AccountBulkhead.Permit::close);
      throw e;
    }
    SignInWatchers.Watch watch =
        signIns.watch(
            signIn, () -> connection.end(new DomainException(ErrorCode.NOT_AUTHENTICATED)));
    open.put(id, new Open(session, connection, taken, watch));
  }

  void remove(String id) {
    Open removed = open.remove(id);
    if (removed != null) {
      removed.watch().close();
      removed.permits().forEach(AccountBulkhead.Permit::close);
    }
  }

  /** Checks the timeouts of all connections, and ends those whose session has ended. */
  void checkTimeouts() {
    Instant now = Instant.now();
    for (Open o : open.values()) {
      try {
        if (!sessions.isLive(o.session(), now)) {
          o.connection().end(new DomainException(ErrorCode.SESSION_ENDED));
        } else {
          sessions.used(o.session(), now);
        }
        o.connection().checkTimeouts(now);
      } catch (RuntimeException e) {
        // an exception would end the schedule
        LOG.log(Level.WARNING, "The timeouts of a WebSocket could not be checked.", e);
      }
    }
  }
}
