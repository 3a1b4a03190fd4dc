package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobSecretsTest {
  private static final JobRef JOB = new JobRef(17, "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d");
  private static final JobRef OTHER = new JobRef(17, "00000000-0000-4000-8000-000000000001");
  private static final Instant EXPIRY = Instant.now().plusSeconds(60);

  @TempDir Path directory;
  private final SealedKeys sealedKeys = SealedKeys.under(Secrets.random(32), Clock.systemUTC());
  private final DataKey dataKey = new DataKey(Secrets.random(32));
  private BlobStore blobs;
  private JobSecrets secrets;

  @BeforeEach
  void open() throws IOException {
    blobs = new LocalBlobStore(directory, 0);
    secrets = new JobSecrets(blobs, sealedKeys);
  }

  @Test
  void opensWhatItSealed() throws IOException {
    byte[] sealed = secrets.seal(JOB, EXPIRY, dataKey);
    try (DataKey opened = secrets.open(JOB, EXPIRY, sealed)) {
      assertThat(opened.bits()).isEqualTo(dataKey.bits());
    }
    lost(EXPIRY.plusSeconds(1), sealed);
  }

  /**
   * The database keeps copies of a deleted row, which must open nothing even with all other data.
   */
  @Test
  void opensNothingOnceTheSecretIsErased() throws IOException {
    byte[] sealed = secrets.seal(JOB, EXPIRY, dataKey);
    secrets.erase(JOB);
    secrets.erase(JOB);
    lost(EXPIRY, sealed);
    secrets.seal(JOB, EXPIRY, dataKey);
    lost(EXPIRY, sealed);
    assertThat(secrets.storedBefore(Instant.MAX)).containsExactly(JOB);
  }

  @Test
  void eachJobHasASecretOfItsOwn() throws IOException {
    byte[] sealed = secrets.seal(JOB, EXPIRY, dataKey);
    secrets.seal(OTHER, EXPIRY, dataKey);
    Path here = directory.resolve(JOB.blobKey());
    Path there = directory.resolve(OTHER.blobKey());
    assertThat(Files.readAllBytes(here)).hasSize(32).isNotEqualTo(Files.readAllBytes(there));
    Files.copy(there, here, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    lost(EXPIRY, sealed);
    Files.write(here, new byte[] {1});
    lost(EXPIRY, sealed);
  }

  @Test
  void knowsWhoseSecretsAreStored() throws IOException {
    assertThat(secrets.storedBefore(Instant.MAX)).isEmpty();
    secrets.seal(JOB, EXPIRY, dataKey);
    Files.write(directory.resolve("jobs/garbage"), new byte[] {1});
    assertThat(secrets.storedBefore(Instant.now().plusSeconds(60))).containsExactly(JOB);
    assertThat(secrets.storedBefore(Instant.now().minusSeconds(60))).isEmpty();
  }

  private void lost(Instant expiry, byte[] sealed) {
    assertThatThrownBy(() -> secrets.open(JOB, expiry, sealed))
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESSING_LOST));
  }
}
