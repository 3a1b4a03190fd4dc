package io.sealcast.processing;

import io.sealcast.catalog.LadderStep;
import io.sealcast.catalog.LadderSteps;
import io.sealcast.vault.KeyFile;
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
    Optional<KeyFile> before = contents.of(fileId);
    if (before.isEmpty()) {
      return false;
    }
    keyFiles.write(before.get().with(Map.of(rung.rung().name(), rung.stored())));
    boolean registered = steps.complete(step, worker, rung.toMediaObject());
    try {
      keyFiles.synchronize(() -> contents.of(fileId));
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
}
