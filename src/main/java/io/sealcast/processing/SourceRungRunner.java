package io.sealcast.processing;

import io.sealcast.catalog.LadderStep;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.StepLeases;
import io.sealcast.media.Ladder;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaProbe;
import io.sealcast.media.RungPart;
import io.sealcast.media.SegmentStarts;
import io.sealcast.media.SourceRungPlan;
import io.sealcast.media.Transcoder;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;

/**
 * Makes a rendition that is larger than the default one of a stored source, and publishes it in the
 * storage as one part. It doesn't deal with leases.
 */
@ApplicationScoped
class SourceRungRunner {
  @Inject private DecryptService decrypt;
  @Inject private EncryptService encrypt;
  @Inject private VideoStorage storage;
  @Inject private MediaProbe probe;
  @Inject private Transcoder transcoder;

  /**
   * Makes the rendition of a step.
   *
   * @throws DomainException with the reason
   * @throws java.util.concurrent.CancellationException when the step was cancelled
   */
  PublishedRungPart run(StepWorker.Attempt<LadderStep> attempt) throws IOException {
    StepLeases.Leased<LadderStep> leased = attempt.leased();
    long fileId = leased.step().getFileId();
    MediaObject source = leased.video().source().orElseThrow(SourceRungRunner::missing);
    SourceRungPlan plan = plan(leased);
    try (ObjectReader reader =
            decrypt.open(new ObjectRef(fileId, source.getObjectId()), attempt.key());
        SealedSink sink =
            new SealedSink(
                encrypt, decrypt, storage, fileId, attempt.key(), attempt.beforePublication())) {
      SealedSource media = new SealedSource(reader);
      MediaInfo info = probe.probe(media, attempt.cancellation());
      RungPart made =
          transcoder.makeSourceRung(
              media, info, plan, sink, attempt.progress(), attempt.cancellation());
      return new PublishedRungPart(
          new PublishedPart(sink.keep(made.part().name()), made.part(), PublishedPart.NO_SOUND),
          made.initDigest());
    }
  }

  private static SourceRungPlan plan(StepLeases.Leased<LadderStep> leased) {
    LadderStep step = leased.step();
    SegmentIndex index =
        leased
            .video()
            .defaultRendition()
            .flatMap(MediaView::track)
            .orElseThrow(SourceRungRunner::missing)
            .segments();
    return new SourceRungPlan(
        RungRunner.nameOf(leased),
        new Ladder.Size(step.getWidth(), step.getHeight()),
        new SegmentStarts(
            index.segments().stream().map(SegmentIndex.Segment::start).toList(), index.duration()));
  }

  private static DomainException missing() {
    return new DomainException(ErrorCode.SOURCE_MISSING);
  }
}
