package io.sealcast.gateway.websocket;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.account.AccountBulkhead;
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

/** All WebSockets of this instance: bounds them, and looks after those on which nothing happens. */
@ApplicationScoped
class ConnectionRegistry {
  private static final Logger LOG = System.getLogger(ConnectionRegistry.class.getName());

  /** A page needs one; another while it reconnects. */
  static final int MOST_PER_SESSION = 4;

  private static final Duration COME_BACK = Duration.ofSeconds(2);

  @Inject private StreamSessions sessions;
  @Inject private DeliveredBytes deliveredBytes;

  @Resource private ManagedScheduledExecutorService executor;

  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private AccountBulkhead bulkhead;

  /** Of those who get whole chunks as text, which lies in memory until they have taken it. */
  private AccountBulkhead simpleBulkhead;

  private @Nullable ScheduledFuture<?> tending;
  private @Nullable ShutdownHook shutdownHook;

  @GuardedBy("this")
  private boolean leaving;

  private record Open(
      StreamSession session, Connection connection, List<AccountBulkhead.Permit> permits) {}

  @Inject
  void configure(
      @ConfigProperty(name = "sealcast.gateway.sockets") int most,
      @ConfigProperty(name = "sealcast.gateway.sockets-per-account") int mostPerAccount,
      @ConfigProperty(name = "sealcast.gateway.simple-sockets") int mostSimple) {
    bulkhead = new AccountBulkhead(most, mostPerAccount, COME_BACK);
    simpleBulkhead = new AccountBulkhead(mostSimple, mostPerAccount, COME_BACK);
  }

  void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
    tending = executor.scheduleWithFixedDelay(this::checkTimeouts, 1, 1, TimeUnit.SECONDS);
    shutdownHook = ShutdownHook.prepare(this::leave);
  }

  void onEnd(@Observes StreamEnded event) {
    checkTimeouts();
  }

  void show(@Observes Meters meters) {
    meters.gauge("sealcast_sockets", "Viewers' WebSockets.", open::size);
  }

  @PreDestroy
  void end() {
    if (tending != null) {
      tending.cancel(false);
    }
    if (shutdownHook != null) {
      shutdownHook.forget();
    }
    leave();
  }

  /** Sends the viewers away, who go on where they were at another instance. */
  private void leave() {
    synchronized (this) {
      leaving = true;
    }
    open.values().forEach(o -> o.connection().end(Message.Close.GOING_AWAY));
  }

  /** What a contract needs of the container's socket. */
  Socket socketOf(Session socket) {
    return new ContainerSocket(socket, executor, deliveredBytes.webSocket());
  }

  /**
   * Takes a socket in.
   *
   * @param buffersText see {@link SubprotocolHandlerFactory#buffersText}
   * @throws DomainException TOO_MANY_REQUESTS when there are too many of this session or account,
   *     OVERLOADED when there are too many at all, or the server is stopping
   */
  synchronized void add(
      String id, StreamSession session, boolean buffersText, Connection connection) {
    long own =
        open.values().stream()
            .filter(o -> o.session().requestId().equals(session.requestId()))
            .count();
    if (leaving) {
      throw DomainException.retryLater(ErrorCode.OVERLOADED, COME_BACK);
    }
    if (own >= MOST_PER_SESSION) {
      throw DomainException.retryLater(
          ErrorCode.TOO_MANY_REQUESTS, "This stream has too many connections.", COME_BACK);
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
    open.put(id, new Open(session, connection, taken));
  }

  void remove(String id) {
    Open gone = open.remove(id);
    if (gone != null) {
      gone.permits().forEach(AccountBulkhead.Permit::close);
    }
  }

  /** Looks at all of them; those whose session has ended are told. */
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
        // A task that throws is never run again.
        LOG.log(Level.WARNING, "A WebSocket could not be looked after.", e);
      }
    }
  }
}
