package io.sealcast.processing;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaProbe;
import io.sealcast.media.MediaSource;
import io.sealcast.media.Rendition;
import io.sealcast.media.Transcoder;
import io.sealcast.problem.DomainException;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.ObjectEncryptor;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.StoredObject;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Does one job's work: source in, encrypted outputs published. Knows nothing of leases. */
@ApplicationScoped
class JobRunner {
  static final String POSTER = "poster.jpg";

  private static final Logger LOG = Logger.getLogger(JobRunner.class.getName());

  /** What remains for the poster and the register once the rendition is there. */
  private static final int RENDITION_DONE = 97;

  private final DecryptService decrypt;
  private final EncryptService encrypt;
  private final MediaProbe probe;
  private final Transcoder transcoder;
  private final VideoStorage storage;

  JobRunner() {
    this(null, null, null, null, null);
  }

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
   * Works until the outputs are published; whoever called deletes them if he doesn't register them.
   *
   * @throws DomainException with the reason for the owner
   * @throws java.util.concurrent.CancellationException when cancelled meanwhile
   */
  ProcessingResult run(
      LeasedVideo video, DataKey key, IntConsumer progress, Cancellation cancellation)
      throws IOException {
    try (ObjectReader reader = decrypt.open(video.source(), key);
        SealedSink sink = new SealedSink(encrypt, decrypt, storage, video.fileId(), key)) {
      MediaSource source = new SealedSource(reader);
      MediaInfo info = probe.probe(source, cancellation);
      progress.accept(1);
      Rendition rendition =
          transcoder.defaultRendition(
              source,
              info,
              sink,
              percent -> progress.accept(1 + percent * (RENDITION_DONE - 1) / 100),
              cancellation);
      Optional<byte[]> poster = poster(rendition, sink.reopen(), cancellation);
      cancellation.check();
      Optional<StoredObject> stored = publishPoster(video.fileId(), key, poster);
      return new ProcessingResult(rendition, sink.keep(), stored);
    }
  }

  /**
   * A video without a poster is still a video; but what breaks off on the server is worth a second
   * try, and not the whole preparation.
   */
  private Optional<byte[]> poster(
      Rendition made, MediaSource rendition, Cancellation cancellation) {
    for (boolean again = false; ; again = true) {
      try {
        return Optional.of(transcoder.poster(made, rendition, cancellation));
      } catch (DomainException e) {
        if (again || !RetryPolicy.isPassing(e.code())) {
          LOG.log(Level.INFO, "no poster: {0}", e.code());
          return Optional.empty();
        }
      }
    }
  }

  private Optional<StoredObject> publishPoster(long fileId, DataKey key, Optional<byte[]> jpeg)
      throws IOException {
    if (jpeg.isEmpty()) {
      return Optional.empty();
    }
    try (ObjectEncryptor encryptor = encrypt.encrypt(fileId, key)) {
      encryptor.write(jpeg.get());
      return Optional.of(encryptor.publish());
    }
  }
}
