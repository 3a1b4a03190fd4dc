package io.sealcast.processing;

import io.sealcast.catalog.PieceStep;
import io.sealcast.catalog.PieceSteps;
import io.sealcast.catalog.StepLeases;
import io.sealcast.media.MediaTools;
import io.sealcast.metrics.Meters;
import io.sealcast.vault.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes pieces of the pictures of videos in work, each in a step with a lease of its own. The
 * processor that has the lease of the video puts them together.
 */
@ApplicationScoped
class PieceService implements StepWorker.Work<PieceStep> {
  /** Number of videos whose pieces are removed at once. */
  private static final int REMOVED_AT_ONCE = 20;

  @Inject private PieceSteps steps;
  @Inject private PieceRunner runner;
  @Inject private MediaTools tools;

  @Inject
  @ConfigProperty(name = "sealcast.instance.id")
  private String instanceId;

  private final LongAdder made = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder abandoned = new LongAdder();

  void show(@Observes Meters meters) {
    String name = "sealcast_piece_steps_total";
    String help =
        "Pieces of encoded pictures that ended here, by outcome; an abandoned one is repeated.";
    meters.counter(name, help, "outcome", "made", made::sum);
    meters.counter(name, help, "outcome", "failed", failed::sum);
    meters.counter(name, help, "outcome", "abandoned", abandoned::sum);
  }

  /**
   * Returns the pieces that a worker may take, the most urgent first, except for those of videos
   * that this instance processes: it makes them anyway. There are none where ffmpeg has another
   * encoder than the processors that offer pieces.
   */
  List<PieceStep> waiting(int most) {
    return tools.describe().limitsQuality()
        ? steps.waiting(StepWorker.prefix(instanceId), Instant.now(), most)
        : List.of();
  }

  /** Removes what is left of jobs that earlier versions have ended. */
  void removeEnded() {
    steps.removeEnded(Instant.now(), REMOVED_AT_ONCE);
  }

  @Override
  public Class<PieceStep> kind() {
    return PieceStep.class;
  }

  @Override
  public String nameOf(StepLeases.Leased<PieceStep> leased) {
    return PieceRunner.pieceOf(leased.step()).name();
  }

  @Override
  public boolean produce(StepWorker.Attempt<PieceStep> attempt) throws IOException {
    StoredObject piece = runner.run(attempt);
    attempt.cancellation().check();
    PieceStep.Made object = new PieceStep.Made(piece.ref().objectId(), piece.iv(), piece.size());
    if (!steps.complete(attempt.leased().step(), attempt.worker(), object)) {
      return false;
    }
    made.increment();
    return true;
  }

  @Override
  public boolean giveUp(StepLeases.Leased<PieceStep> leased, String worker) {
    return steps.fail(leased.step(), worker);
  }

  @Override
  public void count(boolean again) {
    (again ? abandoned : failed).increment();
  }
}
