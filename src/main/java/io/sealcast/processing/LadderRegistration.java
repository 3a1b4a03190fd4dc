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
   * Registers a part. Unless that succeeds, the expected deletion of its object is carried out
   * later.
   *
   * @throws IOException when the key file can't be written; then nothing is registered
   */
  LadderSteps.Completion register(LadderStep step, String worker, PublishedRungPart made)
      throws IOException {
    long fileId = step.getFileId();
    Optional<KeyFile> before = contents.of(fileId);
    if (before.isEmpty()) {
      return LadderSteps.Completion.LEASE_LOST;
    }
    PublishedPart published = made.published();
    KeyFile written = before.get().with(Map.of(published.part().name(), published.stored()));
    keyFiles.write(written);
    LadderSteps.Completion completion =
        steps.complete(step, worker, published.toMediaObject(), made.initDigest());
    correct(fileId, () -> keyFiles.synchronize(written, () -> contents.of(fileId)));
    return completion;
  }

  /**
   * Removes a rendition that can't be completed.
   *
   * @return whether the worker still had the lease of the step
   */
  boolean giveUp(LadderStep step, String worker, String rendition) {
    boolean removed = steps.giveUp(step, worker, rendition);
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
