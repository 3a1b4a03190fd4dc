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

  /** What is leased. */
  interface Renewal {
    /**
     * Renews the lease and stores the progress, 0 to 99.
     *
     * @return whether the worker still had the lease
     */
    boolean prolong(int percent);

    /** Tells everybody about progress. */
    default void publish(int percent) {}
  }

  /** Renews the lease of a video until it is closed. If it is lost, the job is cancelled. */
  Lease keep(LeasedVideo video, Cancellation cancellation) {
    return keep(
        new Renewal() {
          @Override
          public boolean prolong(int percent) {
            return leases.prolong(video, percent);
          }

          @Override
          public void publish(int percent) {
            String status = VideoStatus.PROCESSING.text();
            events.publish(new VideoEvent.Changed(video.fileId(), status, percent));
          }
        },
        cancellation);
  }

  /** Renews a lease until it is closed. If it is lost, the work is cancelled. */
  Lease keep(Renewal renewal, Cancellation cancellation) {
    Lease lease = new Lease(renewal, cancellation);
    lease.start();
    return lease;
  }

  /** A lease that is being renewed. */
  final class Lease implements AutoCloseable {
    private final Renewal renewal;
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

    private Lease(Renewal renewal, Cancellation cancellation) {
      this.renewal = renewal;
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
        if (!renewal.prolong(percent)) {
          cancellation.cancel();
          return;
        }
        prolonged = System.nanoTime();
        if (percent != published) {
          published = percent;
          renewal.publish(published);
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
