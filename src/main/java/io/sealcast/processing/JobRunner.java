package io.sealcast.processing;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaProbe;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.PieceStore;
import io.sealcast.media.Rendition;
import io.sealcast.media.Transcoder;
import io.sealcast.text.LanguageTag;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Runs a job: reads the source and publishes the encrypted outputs. It doesn't deal with leases.
 */
@ApplicationScoped
class JobRunner {
  /**
   * Progress in per cent after the renditions; the rest is for the other outputs and registration.
   */
  private static final int RENDITIONS_DONE = 97;

  private final DecryptService decrypt;
  private final EncryptService encrypt;
  private final MediaProbe probe;
  private final Transcoder transcoder;
  private final VideoStorage storage;
  private final LadderPlan ladder;
  private final boolean inPieces;

  @Inject
  JobRunner(
      DecryptService decrypt,
      EncryptService encrypt,
      MediaProbe probe,
      Transcoder transcoder,
      VideoStorage storage,
      LadderPlan ladder,
      @ConfigProperty(name = "sealcast.processing.pieces") boolean inPieces) {
    this.decrypt = decrypt;
    this.encrypt = encrypt;
    this.probe = probe;
    this.transcoder = transcoder;
    this.storage = storage;
    this.ladder = ladder;
    this.inPieces = inPieces;
  }

  /**
   * Runs a job until its outputs are published. The parts of the rendition are registered as they
   * are finished; the caller deletes the other outputs unless it registers them.
   *
   * @param pieces keeps the pieces of a rendition that all processors make
   * @param progress gets the progress in per cent
   * @throws io.sealcast.problem.DomainException with the reason for the owner
   * @throws java.util.concurrent.CancellationException when the job was cancelled
   */
  ProcessingResult run(
      LeasedVideo video,
      DataKey key,
      PublishedParts.Register register,
      PieceStore pieces,
      IntConsumer progress,
      Cancellation cancellation)
      throws IOException {
    try (ObjectReader reader = decrypt.open(video.source(), key);
        SealedSink sink = new SealedSink(encrypt, decrypt, storage, video.fileId(), key)) {
      MediaSource source = new SealedSource(reader);
      MediaInfo info = probe.probe(source, cancellation);
      progress.accept(1);
      PublishedParts parts =
          new PublishedParts(
              video.fileId(),
              key,
              new PublishedPart.Sound(
                  info.audio().map(MediaInfo.Audio::language).orElse(LanguageTag.UNDETERMINED),
                  SoundTracksPlan.mainLabel(info).orElse("")),
              decrypt,
              sink,
              register,
              Optional.of(pieces).filter(store -> inPieces));
      List<MediaOutput> outputs =
          transcoder.transcode(
              source,
              info,
              OutputPlan.STANDARD,
              sink,
              parts,
              percent -> progress.accept(1 + percent * (RENDITIONS_DONE - 1) / 100),
              cancellation);
      cancellation.check();
      Rendition rendition = ProcessingResult.renditionOf(outputs);
      return new ProcessingResult(
          parts.name(),
          rendition,
          outputs.stream()
              .filter(output -> !(output instanceof Rendition))
              .map(output -> new PublishedObject(sink.keep(output.name()), output))
              .toList(),
          ladder.of(info, rendition),
          SoundTracksPlan.of(info, rendition),
          SubtitleWarnings.of(info, outputs));
    }
  }
}
