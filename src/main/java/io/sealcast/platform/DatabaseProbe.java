package io.sealcast.platform;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database every few seconds whether it is there, so that nobody who wants to know has to
 * wait while it isn't.
 */
@ApplicationScoped
class DatabaseProbe {
  private static final long PERIOD_SECONDS = 2;
  private static final int PATIENCE_SECONDS = 2;

  /** A probe that hangs is as good as one that fails. */
  private static final long STALE_NANOS = Duration.ofSeconds(15).toNanos();

  @Resource(lookup = "jdbc/sealcast")
  private DataSource database;

  @Resource private ManagedScheduledExecutorService executor;

  private @Nullable ScheduledFuture<?> probing;
  private volatile boolean up;
  private volatile long answeredAt;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    probing = executor.scheduleWithFixedDelay(this::probe, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether it answered a short while ago. */
  boolean isUp() {
    return up && System.nanoTime() - answeredAt < STALE_NANOS;
  }

  private void probe() {
    try (Connection connection = database.getConnection()) {
      up = connection.isValid(PATIENCE_SECONDS);
    } catch (SQLException | RuntimeException e) {
      up = false;
    }
    answeredAt = System.nanoTime();
  }

  @PreDestroy
  void stop() {
    if (probing != null) {
      probing.cancel(false);
    }
  }
}
