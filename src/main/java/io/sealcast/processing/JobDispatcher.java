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
import java.util.HashMap;
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
 * Receives jobs and runs up to {@code sealcast.processing.concurrency} of them at the same time. A
 * job that arrives while all permits are in use is dropped: every processor with a free permit
 * polls the database every few seconds for videos without a worker, and finds their jobs there. A
 * job is therefore found again in the same way whether a processor was busy or has died.
 */
@ApplicationScoped
class JobDispatcher implements JobHandler, VideoEventHandler {
  private static final Logger LOG = System.getLogger(JobDispatcher.class.getName());
  private static final long POLL_SECONDS = 5;
  private static final long KEY_REMOVAL_SECONDS = 15;

  /** Age of a video from which a job that can't be found counts as lost. */
  private static final Duration JOB_LOST_AFTER = Duration.ofMinutes(2);

  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;

  private final JobService service;
  private final JobLeases leases;
  private final JobLog log;
  private final MediaToolsMonitor tools;
  private final boolean on;
  private final int concurrency;
  private final Semaphore permits;
  private final Map<Long, Cancellation> running = new ConcurrentHashMap<>();
  private volatile boolean started;
  private volatile boolean stopping;

  /** Whether the topic may have records of earlier versions, which hold keys. */
  private volatile boolean keysRecorded = true;

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
    this.on = roles.isTranscoder();
    this.concurrency = Math.max(1, concurrency);
    this.permits = new Semaphore(this.concurrency);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    started = true;
    if (on) {
      tools.start();
      scheduler.scheduleWithFixedDelay(this::poll, 2, POLL_SECONDS, TimeUnit.SECONDS);
      scheduler.scheduleWithFixedDelay(
          this::removeKeys, KEY_REMOVAL_SECONDS, KEY_REMOVAL_SECONDS, TimeUnit.SECONDS);
    }
  }

  void show(@Observes Meters meters) {
    if (on) {
      meters.gauge("sealcast_jobs_running", "Videos that this processor works on.", running::size);
      meters.gauge(
          "sealcast_jobs_waiting",
          "Videos without a worker at the last poll of this processor.",
          () -> waiting);
    }
  }

  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    stopping = true;
    running.values().forEach(Cancellation::cancel);
    try {
      if (permits.tryAcquire(concurrency, SHUTDOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        permits.release(concurrency);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Starts a job if a permit is free, and rejects a job whose recorded key isn't sealed for it. A
   * job is also dropped before the application has started, when the schema may be old or the
   * database unavailable, since the channels deliver records earlier; and while this instance has
   * no usable ffmpeg, since another processor may have one. A dropped job is found again by
   * polling.
   */
  @Override
  public void handle(ProcessingJob job) {
    if (on && started && !stopping) {
      ProcessingJob.RecordedKey key = job.recordedKey();
      if (key != null) {
        keysRecorded = true;
      }
      if (!tools.usable()) {
        return;
      }
      if (key != null && !service.isGenuine(job, key)) {
        service.refuse(job);
      } else if (permits.tryAcquire()) {
        startJob(job);
      }
    }
  }

  /** Whether this processor works on a video. */
  boolean isRunning(long fileId) {
    return running.containsKey(fileId);
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

  /** Starts a job for which the caller has taken a permit. */
  private void startJob(ProcessingJob job) {
    try {
      executor.execute(() -> work(job));
    } catch (RejectedExecutionException e) {
      permits.release();
    }
  }

  private void work(ProcessingJob job) {
    Cancellation cancellation = new Cancellation();
    boolean isFirst = running.putIfAbsent(job.fileId(), cancellation) == null;
    boolean worked = false;
    try {
      if (isFirst && !stopping) {
        worked = service.work(job, cancellation);
      }
    } finally {
      if (isFirst) {
        running.remove(job.fileId());
      }
      permits.release();
    }
    if (worked) {
      // others may have waited for the permit; their records were dropped
      poll();
    }
  }

  /**
   * Removes the keys that earlier versions have written to the topic, once their videos have ended.
   * It never throws, since an exception would end the schedule.
   */
  private void removeKeys() {
    if (stopping || !keysRecorded) {
      return;
    }
    try {
      // reset before the removal, so that a record that arrives meanwhile sets it again
      keysRecorded = false;
      if (log.removeKeys(service::unfinished)) {
        keysRecorded = true;
      }
    } catch (RuntimeException e) {
      keysRecorded = true;
      LOG.log(Level.WARNING, "can''t remove keys from the jobs yet: {0}", e.toString());
    }
  }

  /**
   * Polls for videos without a worker. It never throws, since an exception would end the schedule.
   */
  private void poll() {
    try {
      if (!stopping && tools.usable() && permits.availablePermits() > 0) {
        startWaitingJobs();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "can''t poll for waiting videos: {0}", e.toString());
    }
  }

  private void startWaitingJobs() {
    List<JobLeases.Waiting> found = leases.waiting();
    waiting = found.size();
    if (found.isEmpty()) {
      return;
    }
    Map<Long, ProcessingJob> jobs = jobs(found);
    Instant lostIfBefore = Instant.now().minus(JOB_LOST_AFTER);
    for (JobLeases.Waiting video : found) {
      ProcessingJob job = jobs.get(video.fileId());
      if (video.concluded()) {
        service.settleConcluded(video.fileId());
      } else if (job == null) {
        if (video.createdAt().isBefore(lostIfBefore)) {
          service.failLost(video.fileId());
        }
      } else if (!isRunning(video.fileId()) && permits.tryAcquire()) {
        startJob(job);
      }
    }
  }

  /**
   * Returns the jobs of videos: those whose keys are in the database, and, if some have none there,
   * those of earlier versions in the topic.
   */
  private Map<Long, ProcessingJob> jobs(List<JobLeases.Waiting> videos) {
    Set<Long> missing =
        videos.stream()
            .filter(video -> !video.concluded())
            .map(JobLeases.Waiting::fileId)
            .collect(Collectors.toSet());
    Map<Long, ProcessingJob> jobs = new HashMap<>();
    service
        .jobsOf(missing)
        .forEach((fileId, jobId) -> jobs.put(fileId, new ProcessingJob(jobId, fileId)));
    missing.removeAll(jobs.keySet());
    if (!missing.isEmpty()) {
      jobs.putAll(log.find(job -> missing.contains(job.fileId()) && isGenuine(job)));
    }
    return jobs;
  }

  private boolean isGenuine(ProcessingJob job) {
    ProcessingJob.RecordedKey key = job.recordedKey();
    return key != null && service.isGenuine(job, key);
  }
}
