package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.Rendition;
import io.sealcast.media.RenditionPart;
import io.sealcast.media.SourceClock;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A model of the leases of one video: the holder, the expiry time and the state of the video. Its
 * rules are independent of the code with which they are compared.
 */
final class LeaseModel {
  static final long FILE = 42;
  static final int PROCESSORS = 3;
  static final int ATTEMPTS = 3;
  static final DomainException PASSING = new DomainException(ErrorCode.PROCESSING_INTERRUPTED);

  enum Action {
    ACQUIRE,
    PROLONG,
    PUBLISH,
    WITHDRAW,
    COMPLETE,
    FAIL,
    INTERRUPT,
    HAND_BACK,
    SETTLE,
    DEFER,
    LOSE_THE_JOB,
    LET_TIME_PASS,
    REQUEUE
  }

  /**
   * An action of a processor.
   *
   * @param processor number of the processor, which uses its latest lease, even an expired one
   */
  record Step(Action action, int processor, int seconds) {}

  final ManualClock clock = new ManualClock();
  private final RetryPolicy policy =
      new RetryPolicy(List.of(Duration.ofSeconds(10), Duration.ofMinutes(1)));
  final VideoFile video = new VideoFile(FILE, 1, "A film", "film.mp4", 1000);
  final FakeVideos videos = new FakeVideos(video);
  final JobLeases leases = new JobLeases(videos, policy, clock);

  // the state by the rules of the model
  private VideoStatus status = VideoStatus.UPLOADED;
  private String holder;
  private Instant leaseUntil = Instant.MIN;
  private Instant notBefore = Instant.MIN;
  private int attempts;

  /** Number of published parts of the rendition that is being made. */
  private int parts;

  /** The status that the recorded outcome leads to, or null without an outcome. */
  private VideoStatus outcome;

  private final LeasedVideo[] given = new LeasedVideo[PROCESSORS];
  private final List<String> workers = new ArrayList<>();

  LeaseModel() {
    video.addObject(
        new MediaObject(
            UUID.randomUUID(), "source", MediaObject.Kind.SOURCE, "video/mp4", 1000, new byte[16]));
  }

  /** Performs an action and checks its result. */
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
    assertThat(lease.video().isPresent()).isEqualTo(free);
    assertThat(lease.concluded()).isEqualTo(free && (spent || outcome != null));
    if (free) {
      given[processor] = lease.video().get();
      hold(worker);
      if (spent) {
        conclude(VideoStatus.FAILED);
      }
    }
  }

  private void hold(String worker) {
    if (outcome == null) {
      attempts++;
    }
    status = VideoStatus.PROCESSING;
    holder = worker;
    leaseUntil = clock.instant().plus(JobLeases.LEASE);
    notBefore = Instant.MIN;
  }

  /** The first outcome stays. */
  private void conclude(VideoStatus leadsTo) {
    outcome = outcome == null ? leadsTo : outcome;
    if (outcome == VideoStatus.FAILED) {
      parts = 0;
    }
  }

  private void loseTheJob() {
    boolean free = isFree();
    String worker = "nobody/" + workers.size();
    workers.add(worker);
    assertThat(leases.failLost(FILE, worker).isPresent()).isEqualTo(free);
    if (free) {
      hold(worker);
      conclude(VideoStatus.FAILED);
    }
  }

  private void requeue() {
    if (status == VideoStatus.FAILED) {
      video.requeue();
      end(VideoStatus.UPLOADED);
      outcome = null;
      attempts = 0;
      assertThat(isFree()).as("nothing is left of the lease that it ended with").isTrue();
    }
  }

  /** An action with a lost lease must not change anything. */
  private void use(Action action, LeasedVideo lease, boolean mine) {
    switch (action) {
      case PROLONG -> {
        assertThat(leases.prolong(lease, 50)).isEqualTo(mine);
        if (mine) {
          leaseUntil = clock.instant().plus(JobLeases.LEASE);
        }
      }
      case PUBLISH -> publish(lease, mine);
      case WITHDRAW -> {
        boolean allowed = mine && outcome == null;
        assertThat(leases.withdraw(lease, "720p.mp4", 0)).isEqualTo(allowed);
        parts = allowed ? 0 : parts;
      }
      case COMPLETE -> {
        boolean first = mine && outcome == null;
        if (first && parts == 0) {
          publish(lease, mine);
        }
        assertThat(leases.complete(lease, result(parts))).isEqualTo(first);
        if (first) {
          conclude(VideoStatus.PROCESSED);
          assertThat(video.getObjects())
              .extracting(MediaObject::getName)
              .contains("source", "720p.mp4.part-0000");
          assertThat(video.defaultRendition().orElseThrow().isDefault()).isTrue();
        }
      }
      case FAIL -> {
        boolean first = mine && outcome == null;
        assertThat(leases.fail(lease, ErrorCode.NOT_A_VIDEO, "It isn't one.")).isEqualTo(first);
        if (first) {
          conclude(VideoStatus.FAILED);
        }
      }
      case INTERRUPT -> interrupt(lease, mine);
      case HAND_BACK -> {
        leases.handBack(lease);
        if (mine) {
          end(VideoStatus.PROCESSING);
          attempts -= outcome == null ? 1 : 0;
        }
      }
      case SETTLE -> {
        // a worker settles only what has an outcome
        if (!mine || outcome != null) {
          assertThat(leases.settle(lease).isPresent()).isEqualTo(mine);
        }
        if (mine && outcome != null) {
          end(outcome);
        }
      }
      case DEFER -> {
        if (!mine || outcome != null) {
          leases.defer(lease);
        }
        if (mine && outcome != null) {
          end(VideoStatus.PROCESSING);
          notBefore = video.getNotBefore();
          assertThat(notBefore).isAfter(clock.instant());
        }
      }
      default -> throw new IllegalArgumentException(action.toString());
    }
  }

  private void publish(LeasedVideo lease, boolean mine) {
    boolean allowed = mine && outcome == null;
    assertThat(leases.publish(lease, part(parts))).isEqualTo(allowed);
    parts += allowed ? 1 : 0;
  }

  private void interrupt(LeasedVideo lease, boolean mine) {
    JobLeases.Interrupted became = leases.interrupt(lease, PASSING);
    if (!mine) {
      assertThat(became).isEqualTo(JobLeases.Interrupted.LOST);
    } else if (attempts >= ATTEMPTS || outcome != null) {
      assertThat(became).isEqualTo(JobLeases.Interrupted.CONCLUDED);
      conclude(VideoStatus.FAILED);
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

  /** Compares the video with the model. */
  void check(Step after) {
    assertThat(video.getStatus()).as("after %s", after).isEqualTo(status);
    assertThat(video.getAttempts()).as("after %s", after).isEqualTo(attempts);
    assertThat(workers.stream().filter(video::isLeasedTo).toList())
        .as("who holds the lease after %s", after)
        .isEqualTo(holder == null ? List.of() : List.of(holder));
    assertThat(attempts).isBetween(0, ATTEMPTS + 1);
    assertThat(video.getProgress() == 100).isEqualTo(status == VideoStatus.PROCESSED);
    assertThat(video.getFailureCode() != null).isEqualTo(status == VideoStatus.FAILED);
    boolean started = status == VideoStatus.PROCESSING && parts > 0;
    assertThat(video.isPlayable())
        .as("playable after %s", after)
        .isEqualTo(status == VideoStatus.PROCESSED || started);
    assertThat(video.preparedSeconds().orElse(0.0)).isEqualTo(2.0 * parts);
  }

  /** Publishes the first part of a rendition and completes the job. */
  boolean complete(LeasedVideo lease) {
    leases.publish(lease, part(0));
    return leases.complete(lease, result(1));
  }

  /** Returns a result whose rendition has some parts. */
  static ProcessingResult result(int parts) {
    return new ProcessingResult(
        "720p.mp4", rendition(parts), List.of(), List.of(), List.of(), List.of());
  }

  /** Returns a part of the rendition of {@link #rendition}. */
  static PublishedPart part(int number) {
    StoredObject stored =
        new StoredObject(new ObjectRef(FILE, UUID.randomUUID()), new byte[16], 10_000);
    FragmentIndex index =
        new FragmentIndex(
            number == 0 ? 1000 : 0,
            List.of(
                new FragmentIndex.Fragment(
                    2.0 * number, 2, 50, number == 0 ? 1000 : 0, number == 0 ? 9000 : 10_000)),
            "avc1.64001f,mp4a.40.2");
    String name = String.format(Locale.ROOT, "720p.mp4.part-%04d", number);
    return new PublishedPart(
        stored,
        new RenditionPart("720p.mp4", number, name, 1280, 720, 10_000, index, 4),
        PublishedPart.NO_SOUND);
  }

  static Rendition rendition(int parts) {
    FragmentIndex index =
        new FragmentIndex(
            1000,
            List.of(new FragmentIndex.Fragment(0, 2, 50, 1000, 9000)),
            "avc1.64001f,mp4a.40.2");
    List<RenditionPart> made = IntStream.range(0, parts).mapToObj(n -> part(n).part()).toList();
    return new Rendition(
        "720p.mp4", 1280, 720, 10_000, false, index, new SourceClock(0, false), List.of(), made);
  }
}
