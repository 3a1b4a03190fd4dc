package io.sealcast.processing;

import io.sealcast.catalog.LeasedStep;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.Cancellation;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
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
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes steps, one at a time, beside the videos that this processor works on: a new video must not
 * wait until a long film has all its sizes. Steps get the time of the processor that other work
 * leaves.
 */
@ApplicationScoped
class StepDispatcher implements VideoEventHandler {
  private static final Logger LOG = System.getLogger(StepDispatcher.class.getName());
  private static final long POLL_SECONDS = 5;
  private static final long SHUTDOWN_SECONDS = 5;

  /** Shortest pause after which an event leads to another query for pieces. */
  private static final Duration PIECES_POLL = Duration.ofSeconds(1);

  /** Number of steps to choose from: another processor may have taken the first ones. */
  private static final int CHOICE = 8;

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;

  private final StepWorker worker;
  private final LadderService ladder;
  private final SoundService sounds;
  private final PieceService pieces;
  private final JobDispatcher jobs;
  private final MediaToolsMonitor tools;
  private final boolean on;
  private final Semaphore permit = new Semaphore(1);

  /** When an event last led to a query for pieces, by {@link System#nanoTime}. */
  private final AtomicLong piecesPolled = new AtomicLong(System.nanoTime());

  /** Whether the next step is one of sound, if there is any; used by the holder of the permit. */
  private volatile boolean soundIsNext;

  private volatile boolean started;
  private volatile boolean stopping;
  private volatile @Nullable Running running;

  /** A step in work. */
  private record Running(long fileId, Cancellation cancellation) {}

  @Inject
  StepDispatcher(
      StepWorker worker,
      LadderService ladder,
      SoundService sounds,
      PieceService pieces,
      JobDispatcher jobs,
      MediaToolsMonitor tools,
      Roles roles) {
    this.worker = worker;
    this.ladder = ladder;
    this.sounds = sounds;
    this.pieces = pieces;
    this.jobs = jobs;
    this.tools = tools;
    this.on = roles.isTranscoder();
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (on) {
      started = true;
      scheduler.scheduleWithFixedDelay(this::poll, 3, POLL_SECONDS, TimeUnit.SECONDS);
    }
  }

  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    stopping = true;
    Running current = running;
    if (current != null) {
      current.cancellation().cancel();
    }
    try {
      if (permit.tryAcquire(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
        permit.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void handle(VideoEvent event) {
    if (event instanceof VideoEvent.Deleted) {
      Running current = running;
      if (current != null && current.fileId() == event.fileId()) {
        current.cancellation().cancel();
      }
    } else if (event instanceof VideoEvent.Changed changed) {
      handle(changed);
    }
  }

  private void handle(VideoEvent.Changed changed) {
    if (changed.status().equals(VideoStatus.PROCESSED.text())) {
      poll();
    } else if (changed.status().equals(VideoStatus.PROCESSING.text())
        && !jobs.isRunning(changed.fileId())) {
      pollPieces();
    }
  }

  /** Takes the steps that wait, one after the other. It doesn't block, and never throws. */
  private void poll() {
    start(this::workOnAll);
  }

  /**
   * Takes the steps that wait if there are pieces among them. A video in work has many events, so
   * that the database is asked once a second at most, and only if nothing else is to be done.
   */
  private void pollPieces() {
    long now = System.nanoTime();
    long before = piecesPolled.get();
    if (permit.availablePermits() > 0
        && now - before >= PIECES_POLL.toNanos()
        && piecesPolled.compareAndSet(before, now)) {
      start(this::workOnPiecesFirst);
    }
  }

  /** Runs something with the permit, unless another thread has it. */
  private void start(Runnable work) {
    if (started && !stopping && tools.usable() && permit.tryAcquire()) {
      try {
        executor.execute(() -> runWithPermit(work));
      } catch (RejectedExecutionException e) {
        permit.release();
      }
    }
  }

  private void runWithPermit(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "can''t poll for steps: {0}", e.toString());
    } finally {
      permit.release();
    }
  }

  private void workOnPiecesFirst() {
    if (workOnPieces()) {
      workOnAll();
    }
  }

  private void workOnAll() {
    pieces.removeEnded();
    boolean worked = true;
    while (worked && !stopping) {
      worked = workOnOne();
      worker.eraseKeys();
    }
  }

  /**
   * Works on the most urgent step that no other processor has taken. The steps are looked up each
   * time, since others may have become more urgent. Pieces of videos in work come first, since
   * somebody waits for them. Further sound and smaller pictures come in turn: the sound of a long
   * film takes minutes for each track.
   *
   * @return whether there was one
   */
  private boolean workOnOne() {
    if (workOnPieces()) {
      return true;
    }
    soundIsNext = !soundIsNext;
    return soundIsNext ? workOnSound() || workOnPictures() : workOnPictures() || workOnSound();
  }

  private boolean workOnPieces() {
    return workOnOne(pieces.waiting(CHOICE), pieces);
  }

  private boolean workOnSound() {
    return workOnOne(sounds.waiting(CHOICE), sounds);
  }

  private boolean workOnPictures() {
    return workOnOne(ladder.waiting(CHOICE), ladder);
  }

  private <S extends LeasedStep> boolean workOnOne(List<S> waiting, StepWorker.Work<S> work) {
    for (S step : waiting) {
      if (work(step, work)) {
        return true;
      }
    }
    return false;
  }

  private <S extends LeasedStep> boolean work(S step, StepWorker.Work<S> work) {
    Cancellation cancellation = new Cancellation();
    running = new Running(step.getFileId(), cancellation);
    try {
      // after the line above, so that stop() either is seen here or cancels the step
      return !stopping && worker.work(step.getStepId(), work, cancellation);
    } finally {
      running = null;
    }
  }
}
