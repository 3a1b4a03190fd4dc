package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.MediaView;
import io.sealcast.catalog.SoundStep;
import io.sealcast.catalog.StepLeases;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaProbe;
import io.sealcast.media.SoundPlan;
import io.sealcast.media.SoundTrack;
import io.sealcast.media.SourceClock;
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
 * Makes a further sound track of a stored source and publishes it in the storage. It doesn't deal
 * with leases.
 */
@ApplicationScoped
class SoundRunner {
  @Inject private DecryptService decrypt;
  @Inject private EncryptService encrypt;
  @Inject private VideoStorage storage;
  @Inject private MediaProbe probe;
  @Inject private Transcoder transcoder;

  /**
   * Makes the track of a step.
   *
   * @throws DomainException with the reason
   * @throws java.util.concurrent.CancellationException when the step was cancelled
   */
  PublishedSound run(StepWorker.Attempt<SoundStep> attempt) throws IOException {
    StepLeases.Leased<SoundStep> leased = attempt.leased();
    SoundStep step = leased.step();
    long fileId = step.getFileId();
    MediaObject source = leased.video().source().orElseThrow(SoundRunner::missing);
    double length =
        leased.video().defaultRendition().map(MediaView::seconds).orElseThrow(SoundRunner::missing);
    try (ObjectReader reader =
            decrypt.open(new ObjectRef(fileId, source.getObjectId()), attempt.key());
        SealedSink sink =
            new SealedSink(
                encrypt, decrypt, storage, fileId, attempt.key(), attempt.beforePublication())) {
      SealedSource media = new SealedSource(reader);
      MediaInfo info = probe.probe(media, attempt.cancellation());
      SoundPlan plan =
          new SoundPlan(
              nameOf(leased),
              step.getStream(),
              step.getChannels(),
              new SourceClock(step.getOrigin(), step.isJoined()),
              length);
      SoundTrack made =
          transcoder.makeSound(media, info, plan, sink, attempt.progress(), attempt.cancellation());
      return new PublishedSound(sink.keep(made.name()), made, step.getLabel());
    }
  }

  private static DomainException missing() {
    return new DomainException(ErrorCode.SOURCE_MISSING);
  }

  /** Returns the name of the track that a step makes. */
  static String nameOf(StepLeases.Leased<SoundStep> leased) {
    SoundStep step = leased.step();
    String first = SoundPlan.name(step.getStream(), step.getChannels());
    return leased
        .video()
        .defaultRendition()
        .map(view -> RenditionGeneration.name(first, RenditionGeneration.of(view.name())))
        .orElse(first);
  }
}
