package io.sealcast.processing;

import io.sealcast.catalog.LadderStep;
import io.sealcast.catalog.LadderSteps;
import io.sealcast.catalog.LeasedStep;
import io.sealcast.catalog.SoundStep;
import io.sealcast.catalog.SoundSteps;
import io.sealcast.vault.KeyFile;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Registers what is made of a video in steps, smaller renditions and further sound, first in its
 * key file, then in the database, as {@link ResultRegistration} does. Several processors may do so
 * for the same video at once, and the owner may change its captions: whoever writes the key file
 * writes it again if the database has changed meanwhile, so that the last one writes all of it.
 */
@ApplicationScoped
class StepRegistration {
  private static final Logger LOG = System.getLogger(StepRegistration.class.getName());

  @Inject private KeyFileContents contents;
  @Inject private KeyFiles keyFiles;
  @Inject private LadderSteps ladder;
  @Inject private SoundSteps sounds;

  /**
   * Registers a part of a rendition. Unless that succeeds, the expected deletion of its object is
   * carried out later.
   *
   * @throws IOException when the key file can't be written; then nothing is registered
   */
  LadderSteps.Completion register(LadderStep step, String worker, PublishedRungPart made)
      throws IOException {
    PublishedPart published = made.published();
    return register(
            step,
            published.part().name(),
            published.stored(),
            () -> ladder.complete(step, worker, published.toMediaObject(), made.initDigest()))
        .orElse(LadderSteps.Completion.LEASE_LOST);
  }

  /**
   * Registers a sound track, as the other method does a part.
   *
   * @return whether the video was still processed and the worker had the lease of the step
   * @throws IOException when the key file can't be written; then nothing is registered
   */
  boolean register(SoundStep step, String worker, PublishedSound made) throws IOException {
    return register(
            step,
            made.track().name(),
            made.stored(),
            () -> sounds.complete(step, worker, made.toMediaObject()))
        .orElse(false);
  }

  /** Registers an object in the key file and then in the database; empty without a video. */
  private <T> Optional<T> register(
      LeasedStep step, String name, StoredObject stored, Supplier<T> inDatabase)
      throws IOException {
    long fileId = step.getFileId();
    Optional<KeyFile> before = contents.of(fileId);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    KeyFile written = before.get().with(Map.of(name, stored));
    keyFiles.write(written);
    T result = inDatabase.get();
    correct(fileId, () -> keyFiles.synchronize(written, () -> contents.of(fileId)));
    return Optional.of(result);
  }

  /**
   * Removes a rendition that can't be completed.
   *
   * @return whether the worker still had the lease of the step
   */
  boolean giveUp(LadderStep step, String worker, String rendition) {
    boolean removed = ladder.giveUp(step, worker, rendition);
    long fileId = step.getFileId();
    if (removed) {
      correct(fileId, () -> keyFiles.synchronize(() -> contents.of(fileId)));
    }
    return removed;
  }

  private interface Correction {
    void run() throws IOException;
  }

  private static void correct(long fileId, Correction correction) {
    try {
      correction.run();
    } catch (IOException | RuntimeException e) {
      // the file still opens all objects, by their ids if not by names
      LOG.log(
          Level.WARNING,
          "the key file of video {0} names other objects than the database: {1}",
          Long.toString(fileId),
          e.toString());
    }
  }
}
