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

/** Renews leases while jobs run, and publishes their progress at most twice a second. */
@ApplicationScoped
class LeaseKeeper {
  private static final Logger LOG = System.getLogger(LeaseKeeper.class.getName());
  private static final Duration TICK = Duration.ofMillis(500);

  /**
   * Interval of renewal without progress, less than a third of the lease. It is also the time after
   * which a cancelled job stops at the latest.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(3);

  @Resource private ManagedScheduledExecutorService scheduler;

  private final JobLeases leases;
  private final VideoEventPublisher events;

  @Inject
  LeaseKeeper(JobLeases leases, VideoEventPublisher events) {
    this.leases = leases;
    this.events = events;
  }

  /** Renews a lease until it is closed. If the lease is lost, the job is cancelled. */
  Lease keep(LeasedVideo video, Cancellation cancellation) {
    Lease lease = new Lease(video, cancellation);
    lease.start();
    return lease;
  }

  /** A lease that is being renewed. */
  final class Lease implements AutoCloseable {
    private final LeasedVideo video;
    private final Cancellation cancellation;
    private volatile int percent;

    @GuardedBy("this")
    private @Nullable ScheduledFuture<?> ticking;

    @GuardedBy("this")
    private int published;

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

    /** Sets the progress, 0 to 99. */
    void progress(int now) {
      percent = Math.max(percent, now);
    }

    /** Returns the progress, 0 to 99. */
    int percent() {
      return percent;
    }

    private synchronized void tick() {
      boolean due = System.nanoTime() - prolonged > HEARTBEAT.toNanos();
      if (closed || (percent == published && !due)) {
        return;
      }
      try {
        if (!leases.prolong(video, percent)) {
          cancellation.cancel();
          return;
        }
        prolonged = System.nanoTime();
        if (percent != published) {
          published = percent;
          events.publish(
              new VideoEvent.Changed(video.fileId(), VideoStatus.PROCESSING.text(), published));
        }
      } catch (RuntimeException e) {
        // The lease lasts for several more attempts to renew it. A job can't succeed without the
        // database anyway.
        LOG.log(Level.WARNING, "a lease could not be renewed: {0}", e.toString());
      }
    }

    /**
     * Stops the renewal. It waits for a renewal that is running, so that no outdated progress is
     * published afterwards.
     */
    @Override
    public synchronized void close() {
      closed = true;
      if (ticking != null) {
        ticking.cancel(false);
      }
    }
  }
}
