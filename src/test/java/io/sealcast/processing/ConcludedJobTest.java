package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.JobKeys;
import io.sealcast.catalog.StepLeases;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.Cancellation;
import io.sealcast.messaging.ProcessingJob;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.problem.ErrorCode;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.EncryptService;
import io.sealcast.vault.JobRef;
import io.sealcast.vault.JobSecrets;
import io.sealcast.vault.SealedKeys;
import io.sealcast.vault.VideoStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a video gets its last status only after the key of its job was erased. */
class ConcludedJobTest {
  private static final JobRef JOB = new JobRef(LeaseModel.FILE, "job-1");
  private static final Instant EXPIRY = Instant.now().plusSeconds(600);

  @TempDir Path directory;
  private final LeaseModel model = new LeaseModel();
  private final MemoryKeys rows = new MemoryKeys();
  private final List<VideoEvent> events = new ArrayList<>();
  private final SealedKeys sealedKeys = SealedKeys.under(new byte[32], Clock.systemUTC());
  private JobService service;
  private boolean stepsAreLeft;

  @BeforeEach
  void sealAKey() throws IOException {
    BlobStore blobs = new LocalBlobStore(directory, 0);
    JobSecrets secrets = new JobSecrets(blobs, sealedKeys);
    try (DataKey key = new EncryptService(blobs).newDataKey()) {
      byte[] sealed = secrets.seal(JOB, EXPIRY, key);
      rows.key = new JobKey(JOB.fileId(), JOB.jobId(), EXPIRY, sealed);
    }
    service =
        new JobService(
            model.leases,
            null,
            null,
            sealedKeys,
            new StoredJobKeys(rows, secrets),
            new VideoStorage(blobs),
            events::add,
            null,
            new StepLeases() {
              @Override
              public boolean isLeft(long fileId) {
                return stepsAreLeft;
              }
            },
            null,
            "here");
  }

  @Test
  void theKeyIsErasedBeforeTheVideoHasFailed() {
    service.failLost(LeaseModel.FILE);
    assertThat(secret()).doesNotExist();
    assertThat(rows.key).isNull();
    assertThat(rows.statusWhenDeleted).isEqualTo(VideoStatus.PROCESSING);
    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.FAILED);
    assertThat(model.video.getFailureCode()).isEqualTo(ErrorCode.PROCESSING_LOST.code());
    assertThat(events)
        .containsExactly(new VideoEvent.Changed(LeaseModel.FILE, VideoStatus.FAILED.text(), 0));
  }

  @Test
  void theKeyStaysAsLongAsStepsAreLeft() {
    stepsAreLeft = true;
    service.failLost(LeaseModel.FILE);
    assertThat(secret()).exists();
    assertThat(rows.key).isNotNull();
    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.FAILED);
  }

  @Test
  void aVideoWhoseKeyCannotBeErasedWaitsUntilItCan() throws IOException {
    // a directory that isn't empty can't be deleted as a file
    Files.delete(secret());
    Path obstacle = Files.createDirectories(secret().resolve("obstacle"));
    service.failLost(LeaseModel.FILE);
    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.PROCESSING);
    assertThat(rows.key).isNotNull();
    assertThat(events).isEmpty();

    Files.delete(obstacle);
    Files.delete(secret());
    service.settleConcluded(LeaseModel.FILE);
    assertThat(model.video.getStatus()).as("in the pause").isEqualTo(VideoStatus.PROCESSING);
    model.clock.pass(Duration.ofSeconds(10));
    service.settleConcluded(LeaseModel.FILE);

    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.FAILED);
    assertThat(rows.key).isNull();
    assertThat(events).hasSize(1);
  }

  /** A worker was killed after it had registered the result. */
  @Test
  void aVideoWhoseWorkerDiedBeforeItsEndNeedsNoSecondAttempt() {
    LeasedVideo dead = model.leases.acquire(LeaseModel.FILE, "dead").video().orElseThrow();
    assertThat(model.complete(dead)).isTrue();
    model.clock.pass(JobLeases.LEASE.plusSeconds(1));

    service.work(new ProcessingJob(JOB.jobId(), LeaseModel.FILE), new Cancellation());

    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.PROCESSED);
    assertThat(model.video.getAttempts()).isEqualTo(1);
    assertThat(secret()).doesNotExist();
  }

  @Test
  void aWorkerThatDiedBetweenKeyAndStatusLosesNothing() {
    LeasedVideo dead = model.leases.acquire(LeaseModel.FILE, "dead").video().orElseThrow();
    assertThat(model.complete(dead)).isTrue();
    rows.key = null;
    model.clock.pass(JobLeases.LEASE.plusSeconds(1));

    service.settleConcluded(LeaseModel.FILE);

    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.PROCESSED);
  }

  @Test
  void onlyTheCurrentJobOfAVideoIsWorkedOn() {
    service.work(new ProcessingJob("another", LeaseModel.FILE), new Cancellation());
    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.UPLOADED);
    rows.key = null;
    service.work(new ProcessingJob(JOB.jobId(), LeaseModel.FILE), new Cancellation());
    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.UPLOADED);
  }

  private Path secret() {
    return directory.resolve(JOB.blobKey());
  }

  /** A table with at most one row. */
  private final class MemoryKeys extends JobKeys {
    private JobKey key;
    private VideoStatus statusWhenDeleted;

    @Override
    public Optional<JobKey> find(long fileId) {
      return Optional.ofNullable(key);
    }

    @Override
    public void delete(long fileId, String jobId) {
      assertThat(secret()).as("the secret goes first").doesNotExist();
      statusWhenDeleted = model.video.getStatus();
      key = null;
    }

    @Override
    public void vacuum() {}
  }
}
