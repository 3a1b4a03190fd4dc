package io.sealcast.processing;

import io.sealcast.catalog.PieceSteps;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.IntSupplier;

/** Opens the stores of the pieces of jobs. */
@ApplicationScoped
class PieceStores {
  @Inject private PieceSteps steps;
  @Inject private JobLeases leases;
  @Inject private StepWorker worker;
  @Inject private PieceService service;
  @Inject private DecryptService decrypt;
  @Inject private VideoEventPublisher events;

  /**
   * Opens the store of a job.
   *
   * @param key remains the caller's
   * @param percent returns the progress of the job, 0 to 99
   */
  StoredPieces open(LeasedVideo video, DataKey key, IntSupplier percent) {
    return new StoredPieces(
        video,
        key,
        percent,
        steps,
        leases,
        (stepId, cancellation) -> worker.work(stepId, service, cancellation),
        decrypt,
        events);
  }
}
