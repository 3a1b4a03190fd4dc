package io.sealcast.processing;

import io.sealcast.vault.KeyFile;
import io.sealcast.vault.KeyFiles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;

/**
 * Registers the outputs of a job, first in the key file of the video, then in the database.
 *
 * <p>The key file is written outside of a transaction. Storage may be slow, and a locked row would
 * prevent the owner from renaming or deleting the video meanwhile. The key file comes first, so
 * that the database is unchanged if storage fails, and the attempt is repeated. After a crash at
 * any point, the video can be recovered from storage with the encryption key: the slots don't
 * change, and the recovery takes all stored objects, whether or not the key file contains them.
 */
@ApplicationScoped
class ResultRegistration {
  private final KeyFileContents contents;
  private final KeyFiles keyFiles;
  private final JobLeases leases;

  @Inject
  ResultRegistration(KeyFileContents contents, KeyFiles keyFiles, JobLeases leases) {
    this.contents = contents;
    this.keyFiles = keyFiles;
    this.leases = leases;
  }

  /**
   * Registers a result.
   *
   * @return whether the video existed and the worker still had its lease
   * @throws IOException when the key file can't be written; then nothing is registered
   */
  boolean register(LeasedVideo leased, ProcessingResult result) throws IOException {
    // of an earlier attempt; the key file must not name what is about to be deleted
    if (!leases.withdraw(leased, result.name(), result.rendition().parts().size())) {
      return false;
    }
    Optional<KeyFile> before = contents.of(leased);
    if (before.isEmpty()) {
      return false;
    }
    KeyFile written = before.get().with(result.stored());
    keyFiles.write(written);
    boolean completed = leases.complete(leased, result);
    // the lease may have expired, so that the new objects are about to be deleted; or they have
    // replaced others
    keyFiles.synchronize(written, () -> contents.of(leased.fileId()));
    return completed;
  }
}
