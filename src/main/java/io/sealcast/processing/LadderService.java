package io.sealcast.processing;

import io.sealcast.catalog.LadderStep;
import io.sealcast.catalog.LadderSteps;
import io.sealcast.catalog.StepLeases;
import io.sealcast.catalog.VideoStatus;
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
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Makes further renditions of processed videos, each part of a smaller one and each larger one in a
 * step with a lease of its own. A video is watched meanwhile, and stays as it is when a step can't
 * be done.
 */
@ApplicationScoped
class LadderService implements StepWorker.Work<LadderStep> {
  private static final Logger LOG = System.getLogger(LadderService.class.getName());

  @Inject private LadderSteps steps;
  @Inject private StepRegistration registration;
  @Inject private RungRunner ofRendition;
  @Inject private SourceRungRunner ofSource;
  @Inject private VideoEventPublisher events;

  private final LongAdder made = new LongAdder();
  private final LongAdder needless = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder abandoned = new LongAdder();

  void show(@Observes Meters meters) {
    String name = "sealcast_ladder_steps_total";
    String help =
        "Parts of smaller renditions, and larger renditions, that ended here, by outcome;"
            + " an abandoned one is repeated.";
    meters.counter(name, help, "outcome", "made", made::sum);
    meters.counter(name, help, "outcome", "needless", needless::sum);
    meters.counter(name, help, "outcome", "failed", failed::sum);
    meters.counter(name, help, "outcome", "abandoned", abandoned::sum);
  }

  /**
   * Returns the steps of a minute at most that a worker may take, the most urgent first.
   *
   * @param served ids of accounts whose videos are left out
   */
  List<StepLeases.Waiting<LadderStep>> waiting(Set<Long> served, int most) {
    return steps.waiting(served, Instant.now(), most);
  }

  /**
   * Returns the steps of a whole rendition that a worker may take, the most urgent first.
   *
   * @param served ids of accounts whose videos are left out
   */
  List<StepLeases.Waiting<LadderStep>> waitingOfSource(Set<Long> served, int most) {
    return steps.waitingOfSource(served, Instant.now(), most);
  }

  @Override
  public Class<LadderStep> kind() {
    return LadderStep.class;
  }

  @Override
  public String nameOf(StepLeases.Leased<LadderStep> leased) {
    String rendition = RungRunner.nameOf(leased);
    return leased.step().isOfSource() ? rendition : "a part of " + rendition;
  }

  @Override
  public boolean produce(StepWorker.Attempt<LadderStep> attempt) throws IOException {
    StepLeases.Leased<LadderStep> leased = attempt.leased();
    PublishedRungPart part =
        leased.step().isOfSource() ? ofSource.run(attempt) : ofRendition.run(attempt);
    attempt.cancellation().check();
    LadderSteps.Completion completion =
        registration.register(leased.step(), attempt.worker(), part);
    return completed(leased, completion);
  }

  private boolean completed(
      StepLeases.Leased<LadderStep> leased, LadderSteps.Completion completion) {
    LadderStep step = leased.step();
    String name = RungRunner.nameOf(leased);
    String id = Long.toString(step.getFileId());
    switch (completion) {
      case PART -> made.increment();
      case RENDITION -> {
        made.increment();
        LOG.log(Level.INFO, "video {0} has {1}", id, name);
        events.publish(new VideoEvent.Changed(step.getFileId(), VideoStatus.PROCESSED.text(), 100));
      }
      case NEEDLESS -> {
        needless.increment();
        LOG.log(Level.INFO, "video {0} needs no {1}", id, name);
      }
      case DIFFERENT -> {
        failed.increment();
        LOG.log(Level.WARNING, "processors don''t make the same {0} of video {1}", name, id);
      }
      case LEASE_LOST -> {}
    }
    return completion != LadderSteps.Completion.LEASE_LOST;
  }

  @Override
  public boolean giveUp(StepLeases.Leased<LadderStep> leased, String worker) {
    return registration.giveUp(leased.step(), worker, RungRunner.nameOf(leased));
  }

  @Override
  public void count(boolean again) {
    (again ? abandoned : failed).increment();
  }
}
