package io.sealcast.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.JobOutbox;
import io.sealcast.catalog.UnsentJob;
import io.sealcast.messaging.ProcessingJob;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class JobSenderTest {
  private static final Instant EXPIRY = Instant.parse("2030-01-02T03:04:05Z");

  private final MemoryOutbox outbox = new MemoryOutbox();
  private final List<ProcessingJob> published = new ArrayList<>();
  private CompletableFuture<Void> acknowledged = new CompletableFuture<>();
  private final JobSender sender = new JobSender(outbox, this::publish, Runnable::run);

  private CompletionStage<Void> publish(ProcessingJob job) {
    published.add(job);
    return acknowledged;
  }

  private UnsentJob upload(long fileId) {
    return unsent(fileId, "job-" + fileId);
  }

  private UnsentJob unsent(long fileId, String jobId) {
    UnsentJob job = new UnsentJob(new JobKey(fileId, jobId, EXPIRY, new byte[] {1, 2, 3}));
    outbox.jobs.add(job);
    return job;
  }

  private void brokerIsAway() {
    acknowledged.completeExceptionally(new DomainException(ErrorCode.MESSAGING_UNAVAILABLE));
    acknowledged = new CompletableFuture<>();
  }

  @Test
  void keepsAJobUntilTheBrokerHasIt() {
    sender.send(upload(42));
    assertThat(published)
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.fileId()).isEqualTo(42);
              assertThat(job.jobId()).isEqualTo("job-42");
              assertThat(job.recordedKey()).as("the key stays in the database").isNull();
            });
    assertThat(outbox.jobs).hasSize(1);

    acknowledged.complete(null);

    assertThat(outbox.jobs).isEmpty();
  }

  @Test
  void sendsAgainWhatTheBrokerDidNotTake() {
    sender.send(upload(42));
    brokerIsAway();
    assertThat(outbox.jobs).hasSize(1);

    sender.sendUnsent();
    acknowledged.complete(null);

    assertThat(published).hasSize(2);
    assertThat(outbox.jobs).isEmpty();
  }

  @Test
  void sendsWhatIsUnderWayOnlyOnce() {
    sender.send(upload(42));
    sender.sendUnsent();
    sender.sendUnsent();
    assertThat(published).hasSize(1);
  }

  @Test
  void aVideosSecondJobIsSentAndKeptWhileTheFirstIsUnderWay() {
    sender.send(upload(42));
    CompletableFuture<Void> first = acknowledged;
    acknowledged = new CompletableFuture<>();
    UnsentJob second = unsent(42, "job-42-again");
    sender.send(second);
    assertThat(published).hasSize(2);

    first.complete(null);
    assertThat(outbox.jobs).containsExactly(second);
    acknowledged.complete(null);
    assertThat(outbox.jobs).isEmpty();
  }

  @Test
  void looksOnWhenTheDatabaseWasAway() {
    upload(42);
    outbox.away = true;
    sender.sendUnsent();
    outbox.away = false;
    sender.sendUnsent();
    assertThat(published).hasSize(1);
  }

  @Test
  void sendsAgainWhatItCouldNotTakeOutOfTheDatabase() {
    sender.send(upload(42));
    outbox.away = true;
    acknowledged.complete(null);
    outbox.away = false;
    sender.sendUnsent();
    assertThat(published).hasSize(2);
    assertThat(outbox.jobs).isEmpty();
  }

  private static final class MemoryOutbox extends JobOutbox {
    private final List<UnsentJob> jobs = new ArrayList<>();
    private boolean away;

    @Override
    public List<UnsentJob> oldest(Instant before, int most) {
      requireDatabase();
      return jobs.stream().limit(most).toList();
    }

    @Override
    public void sent(UnsentJob sent) {
      requireDatabase();
      jobs.removeIf(job -> job.getJobId().equals(sent.getJobId()));
    }

    private void requireDatabase() {
      if (away) {
        throw new IllegalStateException("no database");
      }
    }
  }
}
