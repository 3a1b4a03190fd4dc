package io.sealcast.processing;

import io.sealcast.catalog.LadderStep;
import io.sealcast.catalog.LadderSteps;
import io.sealcast.vault.KeyFiles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;

/**
 * Registers the smaller renditions of a video, first in its key file, then in the database, as
 * {@link ResultRegistration} does. Several processors may do so for the same video at once, and the
 * owner may change its captions: whoever writes the key file writes it again if the database has
 * changed meanwhile, so that the last one writes all of it.
 */
@ApplicationScoped
class LadderRegistration {
  private static final Logger LOG = System.getLogger(LadderRegistration.class.getName());

  /** Number of changes at the same time after which the last one is left to write the file. */
  private static final int MAX_ROUNDS = 5;

  @Inject private KeyFileContents contents;
  @Inject private KeyFiles keyFiles;
  @Inject private LadderSteps steps;

  /**
   * Registers a rendition. Unless that succeeds, its expected deletion is carried out later.
   *
   * @return whether the video and the step existed and the worker still had the lease
   * @throws IOException when the key file can't be written; then nothing is registered
   */
  boolean register(LadderStep step, String worker, PublishedRung rung) throws IOException {
    long fileId = step.getFileId();
    Optional<KeyFileContents.Contents> before = contents.of(fileId);
    if (before.isEmpty()) {
      return false;
    }
    write(fileId, before.get().with(Map.of(rung.rung().name(), rung.stored())));
    boolean registered = steps.complete(step, worker, rung.toMediaObject());
    try {
      synchronize(fileId);
    } catch (IOException | RuntimeException e) {
      // the file still opens all objects, by their ids if not by names
      LOG.log(
          Level.WARNING,
          "the key file of video {0} names other objects than the database: {1}",
          Long.toString(fileId),
          e.toString());
    }
    return registered;
  }

  private void synchronize(long fileId) throws IOException {
    Optional<KeyFileContents.Contents> current = contents.of(fileId);
    for (int round = 0; round < MAX_ROUNDS && current.isPresent(); round++) {
      write(fileId, current.get());
      Optional<KeyFileContents.Contents> after = contents.of(fileId);
      if (after.map(c -> c.objects().keySet()).equals(current.map(c -> c.objects().keySet()))) {
        return;
      }
      current = after;
    }
  }

  private void write(long fileId, KeyFileContents.Contents file) throws IOException {
    keyFiles.write(fileId, file.slots(), file.objects());
  }
}
