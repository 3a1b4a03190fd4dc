package io.sealcast.processing;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaProbe;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.PartListener;
import io.sealcast.media.Rendition;
import io.sealcast.media.RenditionPart;
import io.sealcast.media.Transcoder;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Runs a job: reads the source and publishes the encrypted outputs. It doesn't deal with leases.
 */
@ApplicationScoped
class JobRunner {
  /**
   * Progress in per cent after the renditions; the rest is for poster, captions and registration.
   */
  private static final int RENDITIONS_DONE = 97;

  private static final int BUFFER = 128 << 10;

  /** Nobody watches a video before it is processed. */
  private static final PartListener NOBODY =
      new PartListener() {
        @Override
        public void published(RenditionPart part) {}

        @Override
        public void withdrawn(String rendition) {}
      };

  private final DecryptService decrypt;
  private final EncryptService encrypt;
  private final MediaProbe probe;
  private final Transcoder transcoder;
  private final VideoStorage storage;

  @Inject
  JobRunner(
      DecryptService decrypt,
      EncryptService encrypt,
      MediaProbe probe,
      Transcoder transcoder,
      VideoStorage storage) {
    this.decrypt = decrypt;
    this.encrypt = encrypt;
    this.probe = probe;
    this.transcoder = transcoder;
    this.storage = storage;
  }

  /**
   * Runs a job until its outputs are published. The caller deletes them unless it registers them.
   *
   * @param progress gets the progress in per cent
   * @throws io.sealcast.problem.DomainException with the reason for the owner
   * @throws java.util.concurrent.CancellationException when the job was cancelled
   */
  ProcessingResult run(
      LeasedVideo video, DataKey key, IntConsumer progress, Cancellation cancellation)
      throws IOException {
    try (ObjectReader reader = decrypt.open(video.source(), key);
        SealedSink sink = new SealedSink(encrypt, decrypt, storage, video.fileId(), key)) {
      MediaSource source = new SealedSource(reader);
      MediaInfo info = probe.probe(source, cancellation);
      progress.accept(1);
      List<MediaOutput> outputs =
          transcoder.transcode(
              source,
              info,
              OutputPlan.STANDARD,
              sink,
              NOBODY,
              percent -> progress.accept(1 + percent * (RENDITIONS_DONE - 1) / 100),
              cancellation);
      join(outputs, sink);
      cancellation.check();
      Map<String, StoredObject> kept = sink.keep(outputs.stream().map(MediaOutput::name).toList());
      return new ProcessingResult(
          outputs.stream()
              .map(o -> new PublishedObject(Objects.requireNonNull(kept.get(o.name())), o))
              .toList(),
          SubtitleWarnings.of(info, outputs));
    }
  }

  /** Makes one object of the parts of each rendition, since the catalog knows no parts. */
  private static void join(List<MediaOutput> outputs, SealedSink sink) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (MediaOutput output : outputs) {
      if (output instanceof Rendition rendition) {
        try (OutputStream out = sink.open(rendition.name())) {
          for (RenditionPart part : rendition.parts()) {
            append(sink.reopen(part.name()), out, buffer);
          }
        }
        for (RenditionPart part : rendition.parts()) {
          sink.discard(part.name());
        }
      }
    }
  }

  private static void append(MediaSource part, OutputStream out, byte[] buffer) throws IOException {
    long position = 0;
    for (int read = part.read(0, buffer, 0, buffer.length);
        read > 0;
        read = part.read(position, buffer, 0, buffer.length)) {
      out.write(buffer, 0, read);
      position += read;
    }
  }
}
