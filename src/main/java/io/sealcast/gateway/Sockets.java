package io.sealcast.gateway;

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
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** All WebSockets of this instance: bounds them, and looks after those on which nothing happens. */
@ApplicationScoped
class Sockets {
  private static final Logger LOG = Logger.getLogger(Sockets.class.getName());

  /** A page needs one; another while it reconnects. */
  static final int MOST_PER_SESSION = 4;

  @Inject private StreamSessions sessions;
  @Inject private Traffic traffic;

  @Inject
  @ConfigProperty(name = "sealcast.gateway.sockets")
  private int most;

  @Resource private ManagedScheduledExecutorService executor;

  private final Map<String, Open> open = new ConcurrentHashMap<>();
  private ScheduledFuture<?> tending;

  private record Open(StreamSession session, Connection connection) {}

  void begin(@Observes @Initialized(ApplicationScoped.class) Object event) {
    tending = executor.scheduleWithFixedDelay(this::tend, 1, 1, TimeUnit.SECONDS);
  }

  void show(@Observes Meters meters) {
    meters.gauge("sealcast_sockets", "Viewers' WebSockets.", open::size);
  }

  @PreDestroy
  void end() {
    if (tending != null) {
      tending.cancel(false);
    }
    open.values().forEach(o -> o.connection().end(new DomainException(ErrorCode.OVERLOADED)));
  }

  /** What a contract needs of the container's socket. */
  Socket socketOf(Session socket) {
    return new ContainerSocket(socket, executor, traffic.webSocket());
  }

  /**
   * Takes a socket in.
   *
   * @return false when there are too many, of this session or at all
   */
  synchronized boolean add(String id, StreamSession session, Connection connection) {
    long own =
        open.values().stream()
            .filter(o -> o.session().requestId().equals(session.requestId()))
            .count();
    if (own >= MOST_PER_SESSION || open.size() >= most) {
      return false;
    }
    open.put(id, new Open(session, connection));
    return true;
  }

  void remove(String id) {
    open.remove(id);
  }

  /** Looks at all of them; those whose session has ended are told. */
  void tend() {
    Instant now = Instant.now();
    for (Open o : open.values()) {
      try {
        if (!sessions.isLive(o.session(), now)) {
          o.connection().end(new DomainException(ErrorCode.SESSION_ENDED));
        }
        o.connection().tend(now);
      } catch (RuntimeException e) {
        // A task that throws is never run again.
        LOG.log(Level.WARNING, "A WebSocket could not be looked after.", e);
      }
    }
  }
}
