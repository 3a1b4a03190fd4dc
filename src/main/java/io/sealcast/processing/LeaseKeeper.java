package io.sealcast.processing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.Cancellation;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps leases alive while work goes on, and tells how far it is, at most twice a second. */
@ApplicationScoped
class LeaseKeeper {
  private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());
  private static final Duration TICK = Duration.ofMillis(500);

  /** A third of the lease at most. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(8);

  @Resource private ManagedScheduledExecutorService scheduler;

  private final JobLeases leases;
  private final VideoEventPublisher events;

  @Inject
  LeaseKeeper(JobLeases leases, VideoEventPublisher events) {
    this.leases = leases;
    this.events = events;
  }

  /** Keeps a lease until it is closed; cancels the work when the lease is lost. */
  Lease keep(LeasedVideo video, Cancellation cancellation) {
    Lease lease = new Lease(video, cancellation);
    lease.start();
    return lease;
  }

  /** One lease. */
  final class Lease implements AutoCloseable {
    private final LeasedVideo video;
    private final Cancellation cancellation;
    private volatile int percent;

    @GuardedBy("this")
    private @Nullable ScheduledFuture<?> ticking;

    @GuardedBy("this")
    private int told;

    @GuardedBy("this")
    private long prolonged = System.nanoTime();

    @GuardedBy("this")
    private boolean closed;

    private Lease(LeasedVideo video, Cancellation cancellation) {
      this.video = video;
      this.cancellation = cancellation;
    }

    private synchronized void start() {
      ticking =
          scheduler.scheduleWithFixedDelay(
              this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Notes how far the work is, 0 to 99. */
    void progress(int now) {
      percent = Math.max(percent, now);
    }

    private synchronized void tick() {
      boolean due = System.nanoTime() - prolonged > HEARTBEAT.toNanos();
      if (closed || (percent == told && !due)) {
        return;
      }
      try {
        if (!leases.prolong(video, percent)) {
          cancellation.cancel();
          return;
        }
        prolonged = System.nanoTime();
        if (percent != told) {
          told = percent;
          events.publish(
              new VideoEvent.Changed(video.fileId(), VideoStatus.PROCESSING.text(), told));
        }
      } catch (RuntimeException e) {
        // the lease lasts for a few more ticks; without a database the job can't end well anyway
        LOG.log(Level.WARNING, "no sign of life could be given: {0}", e.toString());
      }
    }

    /** Waits for a tick under way, so that no old news follows what comes next. */
    @Override
    public synchronized void close() {
      closed = true;
      if (ticking != null) {
        ticking.cancel(false);
      }
    }
  }
}
