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
 * Checks every 2 seconds whether the database answers, so that health checks don't block while it
 * is away. Thread-safe.
 */
@ApplicationScoped
class DatabaseProbe {
  private static final long PERIOD_SECONDS = 2;
  private static final int TIMEOUT_SECONDS = 2;

  /**
   * Age in nanoseconds at which a result becomes invalid: a probe that hangs counts like one that
   * fails.
   */
  private static final long STALE_NANOS = Duration.ofSeconds(15).toNanos();

  @Resource(lookup = "jdbc/sealcast", shareable = false)
  private DataSource database;

  @Resource private ManagedScheduledExecutorService executor;

  private @Nullable ScheduledFuture<?> probing;
  private volatile boolean up;
  private volatile long answeredAt;

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    probing = executor.scheduleWithFixedDelay(this::probe, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  /** Whether the last probe succeeded within the last 15 seconds. The call doesn't block. */
  boolean isUp() {
    return up && System.nanoTime() - answeredAt < STALE_NANOS;
  }

  private void probe() {
    try (Connection connection = database.getConnection()) {
      up = connection.isValid(TIMEOUT_SECONDS);
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
