package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.catalog.VideoStatus;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tests invariants of leases with any sequence of actions of several processors on one video. */
class JobLeasesProperties {
  @Property
  void theRulesHoldAtAnyInterleaving(@ForAll("steps") List<LeaseModel.Step> steps) {
    LeaseModel model = new LeaseModel();
    for (LeaseModel.Step step : steps) {
      model.take(step);
      model.check(step);
    }
  }

  /** An attempt ends by an interruption or, when the worker is killed, without a report. */
  @Property
  void aVideoHasFailedAfterItsLastAttemptHoweverTheAttemptsEnded(
      @ForAll boolean first, @ForAll boolean second, @ForAll boolean third) {
    LeaseModel model = new LeaseModel();
    boolean[] silent = {first, second, third};
    for (int attempt = 0; attempt < LeaseModel.ATTEMPTS; attempt++) {
      LeasedVideo lease =
          model.leases.acquire(LeaseModel.FILE, "w" + attempt).video().orElseThrow();
      if (!silent[attempt]) {
        JobLeases.Interrupted became = model.leases.interrupt(lease, LeaseModel.PASSING);
        assertThat(became == JobLeases.Interrupted.CONCLUDED)
            .isEqualTo(attempt == LeaseModel.ATTEMPTS - 1);
      }
      model.clock.pass(Duration.ofMinutes(2));
    }
    // a worker that reported the last interruption still has the lease; after it, another settles
    JobLeases.Lease last = model.leases.acquire(LeaseModel.FILE, "one more");
    assertThat(last.concluded()).isTrue();
    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.PROCESSING);
    assertThat(model.leases.settle(last.video().orElseThrow()).orElseThrow().failure())
        .contains(ErrorCode.PROCESSING_INTERRUPTED.code());
    assertThat(model.video.getStatus()).isEqualTo(VideoStatus.FAILED);
    assertThat(model.video.getFailureCode()).isEqualTo(ErrorCode.PROCESSING_INTERRUPTED.code());
  }

  @Property(tries = 50)
  void serversThatStopNeverUseUpTheAttempts(@ForAll("stops") int stops) {
    LeaseModel model = new LeaseModel();
    for (int i = 0; i < stops; i++) {
      model.leases.handBack(model.leases.acquire(LeaseModel.FILE, "w" + i).video().orElseThrow());
    }
    assertThat(model.video.getAttempts()).isZero();
    assertThat(model.leases.acquire(LeaseModel.FILE, "one more").video()).isPresent();
  }

  /** At the exact moment of its expiry, a lease still belongs to its holder. */
  @Property
  void aLeaseIsTakenOverOnceItHasRunOutAndNotBefore(@ForAll("aroundTheLease") int millis) {
    LeaseModel model = new LeaseModel();
    LeasedVideo slow = model.leases.acquire(LeaseModel.FILE, "slow").video().orElseThrow();
    model.clock.pass(Duration.ofMillis(millis));
    boolean over = millis > JobLeases.LEASE.toMillis();
    assertThat(model.leases.acquire(LeaseModel.FILE, "next").video().isPresent()).isEqualTo(over);
    assertThat(model.complete(slow)).isEqualTo(!over);
    assertThat(model.leases.register(LeaseModel.FILE).ended()).isFalse();
    assertThat(model.leases.settle(slow).isPresent()).isEqualTo(!over);
    assertThat(model.leases.register(LeaseModel.FILE).ended()).isEqualTo(!over);
  }

  @Property(tries = 20)
  void aVideoThatIsGoneIsNobodys(@ForAll("aroundTheLease") int millis) {
    LeaseModel model = new LeaseModel();
    LeasedVideo gone =
        new LeasedVideo(
            LeaseModel.FILE + 1, "w", new ObjectRef(LeaseModel.FILE + 1, UUID.randomUUID()));
    model.clock.pass(Duration.ofMillis(millis));
    assertThat(model.leases.acquire(gone.fileId(), "w").video()).isEmpty();
    assertThat(model.leases.prolong(gone, 1)).isFalse();
    assertThat(model.complete(gone)).isFalse();
    assertThat(model.leases.fail(gone, ErrorCode.NOT_A_VIDEO, "It isn't one.")).isFalse();
    assertThat(model.leases.interrupt(gone, LeaseModel.PASSING))
        .isEqualTo(JobLeases.Interrupted.LOST);
    assertThat(model.leases.failLost(gone.fileId(), "w")).isEmpty();
    assertThat(model.leases.settle(gone)).isEmpty();
    assertThat(model.leases.register(gone.fileId()).deleted()).isTrue();
  }

  @Provide
  Arbitrary<List<LeaseModel.Step>> steps() {
    // acquiring and waiting are more frequent, since most other actions have no effect without a
    // lease
    Arbitrary<LeaseModel.Action> actions =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(2, Arbitraries.of(LeaseModel.Action.class)),
            net.jqwik.api.Tuple.of(
                1, Arbitraries.of(LeaseModel.Action.ACQUIRE, LeaseModel.Action.LET_TIME_PASS)));
    return Combinators.combine(
            actions,
            Arbitraries.integers().between(0, LeaseModel.PROCESSORS - 1),
            Arbitraries.of(1, 10, 29, 30, 31, 60, 61))
        .as(LeaseModel.Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Provide
  Arbitrary<Integer> stops() {
    return Arbitraries.integers().between(0, 20);
  }

  @Provide
  Arbitrary<Integer> aroundTheLease() {
    int lease = (int) JobLeases.LEASE.toMillis();
    return Arbitraries.integers().between(lease - 2, lease + 2);
  }
}
