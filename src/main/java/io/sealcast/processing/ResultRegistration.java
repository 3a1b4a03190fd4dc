package io.sealcast.processing;

import io.sealcast.vault.KeyFiles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes what a job produced the video's: first in its key file, then in the database.
 *
 * <p>The key file is written outside of any transaction. A storage takes as long as it likes, and a
 * row that is locked meanwhile keeps the owner from renaming or deleting the video. It is written
 * first, so that a storage that refuses it leaves the database as it was, and the attempt is
 * repeated. Whatever breaks off in between, storage and encryption key recover the video: the slots
 * are the same before and after, and recovery takes every object that is stored, whether the key
 * file names it or not.
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
   * @return whether the video was still there and this worker's
   * @throws IOException when the key file can't be written; then nothing is registered
   */
  boolean register(LeasedVideo leased, ProcessingResult result) throws IOException {
    Optional<KeyFileContents.Contents> before = contents.of(leased);
    if (before.isEmpty()) {
      return false;
    }
    write(leased.fileId(), before.get().with(result.stored()));
    if (leases.complete(leased, result)) {
      return true;
    }
    // The lease ran out just now, and the objects that the file names are about to be deleted.
    Optional<KeyFileContents.Contents> registered = contents.of(leased.fileId());
    if (registered.isPresent()) {
      write(leased.fileId(), registered.get());
    }
    return false;
  }

  private void write(long fileId, KeyFileContents.Contents file) throws IOException {
    keyFiles.write(fileId, file.slots(), file.objects());
  }
}
