package io.sealcast.processing;

import io.sealcast.catalog.SoundStep;
import io.sealcast.catalog.SoundSteps;
import io.sealcast.catalog.StepLeases;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.catalog.VideoWarning;
import io.sealcast.media.SoundPlan;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.metrics.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes the further sound tracks of processed videos, each in a step with a lease of its own. A
 * video is watched meanwhile, and has one track less when a step can't be done.
 */
@ApplicationScoped
class SoundService implements StepWorker.Work<SoundStep> {
  private static final Logger LOG = System.getLogger(SoundService.class.getName());

  @Inject private SoundSteps steps;
  @Inject private StepRegistration registration;
  @Inject private SoundRunner runner;
  @Inject private VideoEventPublisher events;

  private final LongAdder made = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder abandoned = new LongAdder();

  void show(@Observes Meters meters) {
    String name = "sealcast_sound_steps_total";
    String help = "Further sound tracks that ended here, by outcome; an abandoned one is repeated.";
    meters.counter(name, help, "outcome", "made", made::sum);
    meters.counter(name, help, "outcome", "failed", failed::sum);
    meters.counter(name, help, "outcome", "abandoned", abandoned::sum);
  }

  /** Returns the steps that a worker may take, the most urgent first. */
  List<StepLeases.Waiting<SoundStep>> waiting(Set<Long> served, int most) {
    return steps.waiting(served, Instant.now(), most);
  }

  @Override
  public Class<SoundStep> kind() {
    return SoundStep.class;
  }

  @Override
  public String nameOf(StepLeases.Leased<SoundStep> leased) {
    return SoundRunner.nameOf(leased);
  }

  @Override
  public boolean produce(StepWorker.Attempt<SoundStep> attempt) throws IOException {
    PublishedSound track = runner.run(attempt);
    attempt.cancellation().check();
    SoundStep step = attempt.leased().step();
    if (!registration.register(step, attempt.worker(), track)) {
      return false;
    }
    made.increment();
    String id = Long.toString(step.getFileId());
    LOG.log(Level.INFO, "video {0} has {1}", id, track.track().name());
    publish(step);
    return true;
  }

  private void publish(SoundStep step) {
    events.publish(new VideoEvent.Changed(step.getFileId(), VideoStatus.PROCESSED.text(), 100));
  }

  @Override
  public boolean giveUp(StepLeases.Leased<SoundStep> leased, String worker) {
    SoundStep step = leased.step();
    // who can't have it in 5.1 has it in stereo, or learns that of the other step
    Optional<VideoWarning> warning =
        step.getChannels() == SoundPlan.SURROUND
            ? Optional.empty()
            : Optional.of(VideoWarning.soundSkipped(step.getLabel()));
    boolean held = steps.giveUp(step, worker, warning);
    if (held) {
      publish(step);
    }
    return held;
  }

  @Override
  public void count(boolean again) {
    (again ? abandoned : failed).increment();
  }
}
