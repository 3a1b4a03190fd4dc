package io.sealcast.processing;

import io.sealcast.media.Cancellation;
import io.sealcast.messaging.JobHandler;
import io.sealcast.messaging.JobLog;
import io.sealcast.messaging.ProcessingJob;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
import io.sealcast.metrics.Meters;
import io.sealcast.role.Roles;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where jobs arrive. A job that finds a free place is begun; any other is let go, since whoever has
 * a place looks every few seconds for videos that nobody works on, and finds their jobs again in
 * the log. That way it makes no difference whether a processor was busy, or died.
 */
@ApplicationScoped
class JobDispatcher implements JobHandler, VideoEventHandler {
  private static final Logger LOG = System.getLogger(JobDispatcher.class.getName());
  private static final long LOOK_SECONDS = 5;

  /** After which a video whose job isn't in the log has none. */
  private static final Duration JOB_MUST_BE_THERE = Duration.ofMinutes(2);

  private static final Duration FAREWELL = Duration.ofSeconds(5);

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;

  private final JobService service;
  private final JobLeases leases;
  private final JobLog log;
  private final MediaToolsMonitor tools;
  private final boolean on;
  private final int concurrency;
  private final Semaphore places;
  private final Map<Long, Cancellation> running = new ConcurrentHashMap<>();
  private volatile boolean started;
  private volatile boolean stopping;
  private volatile int waiting;

  @Inject
  JobDispatcher(
      JobService service,
      JobLeases leases,
      JobLog log,
      MediaToolsMonitor tools,
      Roles roles,
      @ConfigProperty(name = "sealcast.processing.concurrency") int concurrency) {
    this.service = service;
    this.leases = leases;
    this.log = log;
    this.tools = tools;
    this.on = roles.isProcessor();
    this.concurrency = Math.max(1, concurrency);
    this.places = new Semaphore(this.concurrency);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    started = true;
    if (on) {
      tools.start();
      scheduler.scheduleWithFixedDelay(this::look, 2, LOOK_SECONDS, TimeUnit.SECONDS);
    }
  }

  void show(@Observes Meters meters) {
    if (on) {
      meters.gauge("sealcast_jobs_running", "Videos worked on here.", running::size);
      meters.gauge(
          "sealcast_jobs_waiting",
          "Videos that nobody worked on when this processor last looked.",
          () -> waiting);
    }
  }

  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    stopping = true;
    running.values().forEach(Cancellation::cancel);
    try {
      if (places.tryAcquire(concurrency, FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
        places.release(concurrency);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Begins it, or lets it go, or refuses what isn't sealed for it. The channels deliver before the
   * application has started, while the schema may be old or the database away; such a job is let go
   * too, and is found again. So is one for which there is no ffmpeg here: another processor may
   * have one.
   */
  @Override
  public void handle(ProcessingJob job) {
    if (on && started && !stopping && tools.usable()) {
      if (!service.isGenuine(job)) {
        service.refuse(job);
      } else if (places.tryAcquire()) {
        begin(job);
      }
    }
  }

  @Override
  public void handle(VideoEvent event) {
    if (event instanceof VideoEvent.Deleted) {
      Cancellation cancellation = running.get(event.fileId());
      if (cancellation != null) {
        cancellation.cancel();
      }
    }
  }

  /** Begins a job in a place that was taken for it. */
  private void begin(ProcessingJob job) {
    try {
      executor.execute(() -> work(job));
    } catch (RejectedExecutionException e) {
      places.release();
    }
  }

  private void work(ProcessingJob job) {
    Cancellation cancellation = new Cancellation();
    boolean mine = running.putIfAbsent(job.fileId(), cancellation) == null;
    try {
      if (mine && !stopping) {
        service.work(job, cancellation);
      }
    } finally {
      if (mine) {
        running.remove(job.fileId());
      }
      places.release();
    }
  }

  /** Looks for videos that nobody works on; never throws, since that would end the looking. */
  private void look() {
    try {
      if (!stopping && tools.usable() && places.availablePermits() > 0) {
        lookForWork();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "can''t look for waiting videos: {0}", e.toString());
    }
  }

  private void lookForWork() {
    List<JobLeases.Waiting> found = leases.waiting();
    waiting = found.size();
    if (found.isEmpty()) {
      return;
    }
    Set<Long> ids = found.stream().map(JobLeases.Waiting::fileId).collect(Collectors.toSet());
    Map<Long, ProcessingJob> jobs =
        log.find(job -> ids.contains(job.fileId()) && service.isGenuine(job));
    Instant mustBeThere = Instant.now().minus(JOB_MUST_BE_THERE);
    for (JobLeases.Waiting video : found) {
      ProcessingJob job = jobs.get(video.fileId());
      if (job == null) {
        if (video.createdAt().isBefore(mustBeThere)) {
          service.lose(video.fileId());
        }
      } else if (!running.containsKey(video.fileId()) && places.tryAcquire()) {
        begin(job);
      }
    }
  }
}
