package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.Rendition;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Leases of one video beside what the rules say of them: who holds it, until when, and what has
 * become of the video. The rules are kept apart from the code that they are compared with.
 */
final class LeaseModel {
  static final long FILE = 42;
  static final int PROCESSORS = 3;
  static final int ATTEMPTS = 3;
  static final DomainException PASSING = new DomainException(ErrorCode.PROCESSING_INTERRUPTED);

  enum Action {
    ACQUIRE,
    PROLONG,
    COMPLETE,
    FAIL,
    INTERRUPT,
    HAND_BACK,
    LOSE_THE_JOB,
    LET_TIME_PASS,
    REQUEUE
  }

  /**
   * One thing that happens.
   *
   * @param processor whose doing it is; it uses the lease that it was given last, stale or not
   */
  record Step(Action action, int processor, int seconds) {}

  final ManualClock clock = new ManualClock();
  private final RetryPolicy policy =
      new RetryPolicy(List.of(Duration.ofSeconds(10), Duration.ofMinutes(1)));
  final VideoFile video = new VideoFile(FILE, 1, "A film", "film.mp4", 1000);
  final JobLeases leases = new JobLeases(new FakeVideos(video), policy, clock);

  // what the rules say, kept beside the real thing
  private VideoStatus status = VideoStatus.UPLOADED;
  private String holder;
  private Instant leaseUntil = Instant.MIN;
  private Instant notBefore = Instant.MIN;
  private int attempts;

  private final LeasedVideo[] given = new LeasedVideo[PROCESSORS];
  private final List<String> workers = new ArrayList<>();

  LeaseModel() {
    video.addObject(
        new MediaObject(
            UUID.randomUUID(), "source", MediaObject.Kind.SOURCE, "video/mp4", 1000, new byte[16]));
  }

  /** Does one thing, and checks what it gives. */
  void take(Step step) {
    LeasedVideo lease = given[step.processor()];
    boolean mine = lease != null && lease.worker().equals(holder);
    switch (step.action()) {
      case ACQUIRE -> acquire(step.processor());
      case LOSE_THE_JOB -> loseTheJob();
      case LET_TIME_PASS -> clock.pass(Duration.ofSeconds(step.seconds()));
      case REQUEUE -> requeue();
      default -> {
        if (lease != null) {
          use(step.action(), lease, mine);
        }
      }
    }
  }

  private boolean isFree() {
    return (status == VideoStatus.UPLOADED || status == VideoStatus.PROCESSING)
        && (holder == null || leaseUntil.isBefore(clock.instant()))
        && !clock.instant().isBefore(notBefore);
  }

  private void acquire(int processor) {
    String worker = "processor-" + processor + "/" + workers.size();
    workers.add(worker);
    boolean free = isFree();
    boolean spent = attempts >= ATTEMPTS;
    JobLeases.Lease lease = leases.acquire(FILE, worker);
    assertThat(lease.video().isPresent()).isEqualTo(free && !spent);
    assertThat(lease.failure().isPresent()).isEqualTo(free && spent);
    if (free) {
      attempts++;
      if (spent) {
        end(VideoStatus.FAILED);
      } else {
        given[processor] = lease.video().get();
        status = VideoStatus.PROCESSING;
        holder = worker;
        leaseUntil = clock.instant().plus(JobLeases.LEASE);
        notBefore = Instant.MIN;
      }
    }
  }

  private void loseTheJob() {
    boolean free = isFree();
    String worker = "nobody/" + workers.size();
    workers.add(worker);
    assertThat(leases.failLost(FILE, worker)).isEqualTo(free);
    if (free) {
      attempts++;
      end(VideoStatus.FAILED);
    }
  }

  private void requeue() {
    if (status == VideoStatus.FAILED) {
      video.requeue();
      end(VideoStatus.UPLOADED);
      attempts = 0;
      assertThat(isFree()).as("nothing is left of the lease that it ended with").isTrue();
    }
  }

  /** Whoever doesn't hold the lease any more changes nothing, whatever it tries. */
  private void use(Action action, LeasedVideo lease, boolean mine) {
    switch (action) {
      case PROLONG -> {
        assertThat(leases.prolong(lease, 50)).isEqualTo(mine);
        if (mine) {
          leaseUntil = clock.instant().plus(JobLeases.LEASE);
        }
      }
      case COMPLETE -> {
        assertThat(leases.complete(lease, result())).isEqualTo(mine);
        if (mine) {
          end(VideoStatus.PROCESSED);
          assertThat(video.getObjects())
              .extracting(MediaObject::getName)
              .contains("source", "720p.mp4");
        }
      }
      case FAIL -> {
        assertThat(leases.fail(lease, ErrorCode.NOT_A_VIDEO, "It isn't one.")).isEqualTo(mine);
        if (mine) {
          end(VideoStatus.FAILED);
        }
      }
      case INTERRUPT -> interrupt(lease, mine);
      case HAND_BACK -> {
        leases.handBack(lease);
        if (mine) {
          end(VideoStatus.PROCESSING);
          attempts--;
        }
      }
      default -> throw new IllegalArgumentException(action.toString());
    }
  }

  private void interrupt(LeasedVideo lease, boolean mine) {
    JobLeases.Interrupted became = leases.interrupt(lease, PASSING);
    if (!mine) {
      assertThat(became).isEqualTo(JobLeases.Interrupted.LOST);
    } else if (attempts >= ATTEMPTS) {
      assertThat(became).isEqualTo(JobLeases.Interrupted.FAILED);
      end(VideoStatus.FAILED);
    } else {
      assertThat(became).isEqualTo(JobLeases.Interrupted.WAITS);
      end(VideoStatus.PROCESSING);
      notBefore = policy.next(attempts, clock.instant());
      assertThat(video.getNotBefore()).isEqualTo(notBefore);
    }
  }

  private void end(VideoStatus next) {
    status = next;
    holder = null;
    leaseUntil = Instant.MIN;
    notBefore = Instant.MIN;
  }

  /** Compares the video with what the rules say. */
  void check(Step after) {
    assertThat(video.getStatus()).as("after %s", after).isEqualTo(status);
    assertThat(video.getAttempts()).as("after %s", after).isEqualTo(attempts);
    assertThat(workers.stream().filter(video::isLeasedTo).toList())
        .as("who holds the lease after %s", after)
        .isEqualTo(holder == null ? List.of() : List.of(holder));
    assertThat(attempts).isBetween(0, ATTEMPTS + 1);
    assertThat(video.getProgress() == 100).isEqualTo(status == VideoStatus.PROCESSED);
    assertThat(video.getFailureCode() != null).isEqualTo(status == VideoStatus.FAILED);
  }

  static ProcessingResult result() {
    StoredObject stored =
        new StoredObject(new ObjectRef(FILE, UUID.randomUUID()), new byte[16], 10_000);
    return new ProcessingResult(
        List.of(new PublishedObject(stored, rendition("720p.mp4", 1280, 720))));
  }

  static Rendition rendition(String name, int width, int height) {
    FragmentIndex index =
        new FragmentIndex(
            1000,
            List.of(new FragmentIndex.Fragment(0, 2, 50, 1000, 9000)),
            "avc1.64001f,mp4a.40.2");
    return new Rendition(name, width, height, 10_000, false, index, List.of());
  }
}
