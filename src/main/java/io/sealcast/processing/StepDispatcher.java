package io.sealcast.processing;

import io.sealcast.catalog.VideoStatus;
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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes steps beside the videos that this processor works on: a new video must not wait until a
 * long film has all its sizes. Steps get the time of the processor that other work leaves. A step
 * of minutes at most doesn't wait for a whole rendition that is made of a source, which takes hours
 * for a long film; such a one is begun when no other step waits.
 */
@ApplicationScoped
class StepDispatcher implements VideoEventHandler {
  private static final long POLL_SECONDS = 5;
  private static final long SHUTDOWN_SECONDS = 5;

  /** Shortest time between two looks for pieces because of events. */
  private static final Duration PIECES_PAUSE = Duration.ofSeconds(1);

  /** Number of steps to choose from: another processor may have taken the first ones. */
  private static final int CHOICE = 8;

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;

  private final PieceService pieces;
  private final JobDispatcher jobs;
  private final LadderService ladder;
  private final SoundService sounds;
  private final MediaToolsMonitor tools;
  private final boolean on;
  private final StepPoller shortSteps;
  private final StepPoller longSteps;
  private final AccountRound soundRound = new AccountRound();
  private final AccountRound pictureRound = new AccountRound();
  private final AccountRound longRound = new AccountRound();

  /** When an event last led to a look for pieces, by {@link System#nanoTime}. */
  private final AtomicLong lookedForPieces = new AtomicLong(System.nanoTime());

  /** Whether the next short step is one of sound, if there is any; used by their poller. */
  private volatile boolean soundIsNext;

  private volatile boolean started;

  @Inject
  StepDispatcher(
      StepWorker worker,
      PieceService pieces,
      JobDispatcher jobs,
      LadderService ladder,
      SoundService sounds,
      MediaToolsMonitor tools,
      Roles roles) {
    this.pieces = pieces;
    this.jobs = jobs;
    this.ladder = ladder;
    this.sounds = sounds;
    this.tools = tools;
    this.on = roles.isTranscoder();
    this.shortSteps = new StepPoller(worker);
    this.longSteps = new StepPoller(worker);
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (on) {
      started = true;
      scheduler.scheduleWithFixedDelay(this::poll, 3, POLL_SECONDS, TimeUnit.SECONDS);
    }
  }

  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    shortSteps.stop();
    longSteps.stop();
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SHUTDOWN_SECONDS);
      shortSteps.awaitEnd(end);
      longSteps.awaitEnd(end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void handle(VideoEvent event) {
    if (event instanceof VideoEvent.Deleted) {
      shortSteps.cancel(event.fileId());
      longSteps.cancel(event.fileId());
    } else if (event instanceof VideoEvent.Changed changed) {
      handle(changed);
    }
  }

  private void handle(VideoEvent.Changed changed) {
    if (changed.status().equals(VideoStatus.PROCESSED.text())) {
      poll();
    } else if (changed.status().equals(VideoStatus.PROCESSING.text())
        && !jobs.isRunning(changed.fileId())) {
      pollForPieces();
    }
  }

  /**
   * Looks for steps, since a video that another processor works on may have pieces. It has many
   * events, of which one in a second counts.
   */
  private void pollForPieces() {
    long now = System.nanoTime();
    long before = lookedForPieces.get();
    if (started
        && tools.usable()
        && now - before >= PIECES_PAUSE.toNanos()
        && lookedForPieces.compareAndSet(before, now)) {
      shortSteps.poll(executor, this::workOnShort);
    }
  }

  /** Takes the steps that wait, one after the other. It doesn't block, and never throws. */
  private void poll() {
    if (started && tools.usable()) {
      shortSteps.poll(executor, this::workOnShortAndTidy);
      longSteps.poll(executor, this::workOnLong);
    }
  }

  private boolean workOnShortAndTidy() {
    pieces.removeEnded();
    return workOnShort();
  }

  /**
   * Works on the most urgent short step that no other processor has taken. The steps are looked up
   * each time, since others may have become more urgent. Pieces of videos in work come first, since
   * somebody waits for them. Further sound and smaller pictures come in turn: the sound of a long
   * film takes minutes for each track.
   *
   * @return whether there was one
   */
  private boolean workOnShort() {
    if (shortSteps.workOnOne(pieces.waiting(CHOICE), pieces)) {
      return true;
    }
    soundIsNext = !soundIsNext;
    return soundIsNext ? workOnSound() || workOnPictures() : workOnPictures() || workOnSound();
  }

  private boolean workOnSound() {
    return soundRound.workOnOne(
        served -> sounds.waiting(served, CHOICE), step -> shortSteps.work(step, sounds));
  }

  private boolean workOnPictures() {
    return pictureRound.workOnOne(
        served -> ladder.waiting(served, CHOICE), step -> shortSteps.work(step, ladder));
  }

  private boolean workOnLong() {
    return sounds.waiting(Set.of(), 1).isEmpty()
        && ladder.waiting(Set.of(), 1).isEmpty()
        && longRound.workOnOne(
            served -> ladder.waitingOfSource(served, CHOICE), step -> longSteps.work(step, ladder));
  }
}
