package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.PieceStep;
import io.sealcast.catalog.PieceSteps;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaProbe;
import io.sealcast.media.PicturePiece;
import io.sealcast.media.PicturePlan;
import io.sealcast.media.Transcoder;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/**
 * Makes a piece of the pictures of a stored source and publishes it in the storage. It doesn't deal
 * with leases.
 */
@ApplicationScoped
class PieceRunner {
  @Inject private DecryptService decrypt;
  @Inject private EncryptService encrypt;
  @Inject private VideoStorage storage;
  @Inject private MediaProbe probe;
  @Inject private Transcoder transcoder;

  /**
   * Makes the piece of a step.
   *
   * @throws DomainException with the reason
   * @throws java.util.concurrent.CancellationException when the step was cancelled
   */
  StoredObject run(StepWorker.Attempt<PieceStep> attempt) throws IOException {
    PieceStep step = attempt.leased().step();
    long fileId = step.getFileId();
    MediaObject source =
        attempt
            .leased()
            .video()
            .source()
            .orElseThrow(() -> new DomainException(ErrorCode.SOURCE_MISSING));
    try (ObjectReader reader =
            decrypt.open(new ObjectRef(fileId, source.getObjectId()), attempt.key());
        SealedSink sink =
            new SealedSink(
                encrypt, decrypt, storage, fileId, attempt.key(), attempt.beforePublication())) {
      SealedSource media = new SealedSource(reader);
      MediaInfo info = probe.probe(media, attempt.cancellation());
      PicturePiece piece = pieceOf(step);
      transcoder.makePiece(media, info, piece, sink, attempt.progress(), attempt.cancellation());
      return sink.keep(piece.name());
    }
  }

  /** Returns the piece that a step makes. */
  static PicturePiece pieceOf(PieceStep step) {
    PieceSteps.PlannedPiece piece = step.getPiece();
    PieceSteps.Plan plan = piece.plan();
    return new PicturePiece(
        new PicturePlan(
            plan.width(),
            plan.height(),
            plan.frameRate(),
            plan.origin(),
            plan.length(),
            plan.pictureLength()),
        piece.number(),
        piece.from(),
        piece.to());
  }
}
