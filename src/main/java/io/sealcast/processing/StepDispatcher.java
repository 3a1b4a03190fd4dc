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
import java.util.concurrent.TimeUnit;

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

  /** Number of steps to choose from: another processor may have taken the first ones. */
  private static final int CHOICE = 8;

  @Resource private ManagedExecutorService executor;
  @Resource private ManagedScheduledExecutorService scheduler;

  private final LadderService ladder;
  private final SoundService sounds;
  private final MediaToolsMonitor tools;
  private final boolean on;
  private final StepPoller shortSteps;
  private final StepPoller longSteps;

  /** Whether the next short step is one of sound, if there is any; used by their poller. */
  private volatile boolean soundIsNext;

  private volatile boolean started;

  @Inject
  StepDispatcher(
      StepWorker worker,
      LadderService ladder,
      SoundService sounds,
      MediaToolsMonitor tools,
      Roles roles) {
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
      shortSteps.awaitEnd(SHUTDOWN_SECONDS);
      longSteps.awaitEnd(SHUTDOWN_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void handle(VideoEvent event) {
    if (event instanceof VideoEvent.Deleted) {
      shortSteps.cancel(event.fileId());
      longSteps.cancel(event.fileId());
    } else if (event instanceof VideoEvent.Changed changed
        && changed.status().equals(VideoStatus.PROCESSED.text())) {
      poll();
    }
  }

  /** Takes the steps that wait, one after the other. It doesn't block, and never throws. */
  private void poll() {
    if (started && tools.usable()) {
      shortSteps.poll(executor, this::workOnShort);
      longSteps.poll(executor, this::workOnLong);
    }
  }

  /**
   * Works on the most urgent short step that no other processor has taken. The steps are looked up
   * each time, since others may have become more urgent. Further sound and smaller pictures come in
   * turn: the sound of a long film takes minutes for each track.
   *
   * @return whether there was one
   */
  private boolean workOnShort() {
    soundIsNext = !soundIsNext;
    return soundIsNext ? workOnSound() || workOnPictures() : workOnPictures() || workOnSound();
  }

  private boolean workOnSound() {
    return shortSteps.workOnOne(sounds.waiting(CHOICE), sounds);
  }

  private boolean workOnPictures() {
    return shortSteps.workOnOne(ladder.waiting(CHOICE), ladder);
  }

  private boolean workOnLong() {
    return sounds.waiting(1).isEmpty()
        && ladder.waiting(1).isEmpty()
        && longSteps.workOnOne(ladder.waitingOfSource(CHOICE), ladder);
  }
}
