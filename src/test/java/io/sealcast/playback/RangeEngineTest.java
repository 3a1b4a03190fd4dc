package io.sealcast.playback;

import static io.sealcast.playback.EngineBench.CHUNK;
import static io.sealcast.playback.EngineBench.WINDOW;
import static io.sealcast.playback.EngineBench.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.playback.EngineBench.Viewer;
import io.sealcast.problem.ErrorCode;
import io.sealcast.range.ObjectRange;
import io.sealcast.range.ViewRange;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangeEngineTest {
  private static final long SIZE = 10L * CHUNK + 5;

  private final EngineBench bench = new EngineBench(SIZE);

  @Test
  void asksForNothingWithoutDemand() {
    bench.view(0, SIZE - 1);
    assertThat(bench.requests).isEmpty();
  }

  @Test
  void asksForAsManyChunksAsAreDemanded() {
    Viewer viewer = bench.view(0, SIZE - 1).demand(2);
    assertThat(bench.requests).hasSize(2);
    bench.answerAll();
    assertThat(viewer.slices).isEqualTo(2);
    assertThat(bench.requests).as("until there is new demand").isEmpty();
  }

  @Test
  void neverHasMoreThanTheWindowUnderWay() {
    bench.view(0, SIZE - 1).demand(Long.MAX_VALUE);
    assertThat(bench.requests).hasSize(WINDOW);
  }

  @Test
  void sharesTheWindowBetweenTheRangesOfASession() {
    bench.view(0, SIZE - 1).demand(100);
    Viewer second = bench.view(0, SIZE - 1).demand(100);
    bench.answer(bench.requests.remove(0));
    bench.answer(bench.requests.remove(0));
    bench.answerAll();
    assertThat(second.complete).isTrue();
  }

  @Test
  void givesEachRangeOfASessionItsTurn() {
    Viewer first = bench.view(0, SIZE - 1).demand(100);
    Viewer second = bench.view(0, SIZE - 1).demand(100);
    for (int i = 0; i < 12; i++) {
      bench.answer(bench.requests.remove(0));
    }
    assertThat(first.slices).isEqualTo(8);
    assertThat(second.slices).as("joined four chunks late").isEqualTo(4);
  }

  @Test
  void cutsTheRangeAtChunkBorders() {
    bench.view(CHUNK - 3, CHUNK + 4).demand(4);
    assertThat(bench.requests)
        .extracting(RangeRequest::from, RangeRequest::to)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(CHUNK - 3L, CHUNK - 1L),
            org.assertj.core.groups.Tuple.tuple((long) CHUNK, CHUNK + 4L));
  }

  @Test
  void deliversInOrderWhatArrivesInAnyOrder() {
    Viewer viewer = bench.view(100, SIZE - 1).demand(Long.MAX_VALUE);
    while (!bench.requests.isEmpty()) {
      bench.answer(bench.requests.remove(bench.requests.size() - 1));
    }
    assertThat(viewer.complete).isTrue();
    assertThat(viewer.bytes.toByteArray()).isEqualTo(content(100, SIZE - 1));
  }

  @Test
  void asksAnewElsewhereForAChunkThatDoesNotCome() {
    Viewer viewer = bench.view(0, 9).demand(1);
    RangeRequest lost = bench.requests.remove(0);
    bench.pass(Duration.ofMillis(1400));
    assertThat(bench.requests).isEmpty();
    bench.pass(Duration.ofMillis(200));
    assertThat(bench.requests).hasSize(1);
    assertThat(bench.requests.get(0).rangeId()).isEqualTo(lost.rangeId());
    assertThat(bench.roundRobin).containsExactly(0, 1);
    bench.answerAll();
    assertThat(viewer.complete).isTrue();
  }

  @Test
  void staysWithTheProcessorThatAnswered() {
    Viewer viewer = bench.view(0, SIZE - 1).demand(1);
    bench.requests.clear();
    bench.pass(Duration.ofMillis(1600));
    bench.answerAll();
    viewer.demand(1);
    assertThat(bench.roundRobin).containsExactly(0, 1, 1);
  }

  @Test
  void takesALateAnswerToTheFirstRequest() {
    Viewer viewer = bench.view(0, 9).demand(1);
    RangeRequest slow = bench.requests.get(0);
    bench.pass(Duration.ofMillis(1600));
    bench.answer(slow);
    assertThat(viewer.complete).isTrue();
  }

  @Test
  void dropsDuplicatesAndWhatNobodyAskedFor() {
    Viewer viewer = bench.view(0, SIZE - 1).demand(2);
    RangeResponse answer = bench.answerTo(bench.requests.get(0));
    bench.engine.handle(answer);
    bench.engine.handle(answer);
    bench.engine.handle(
        new RangeResponse.Receipt("somebody-else", answer.rangeId(), 0, false, null));
    assertThat(viewer.slices).isEqualTo(1);
    assertThat(bench.engine.dropped()).isEqualTo(2);
  }

  @Test
  void givesUpAfterTheTotalTime() {
    Viewer viewer = bench.view(0, 9).demand(1);
    bench.passSlowly(Duration.ofSeconds(29));
    assertThat(viewer.error).isNull();
    bench.passSlowly(Duration.ofSeconds(8));
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.STREAM_TIMEOUT);
    assertThat(bench.requests).as("with pauses that grow").hasSizeBetween(5, 9);
  }

  @Test
  void keepsTryingWhileTheBrokerIsAwayAndSaysSoInTheEnd() {
    bench.brokerDown = true;
    Viewer viewer = bench.view(0, 9).demand(1);
    bench.passSlowly(Duration.ofSeconds(20));
    assertThat(viewer.error).isNull();
    bench.passSlowly(Duration.ofSeconds(13));
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.MESSAGING_UNAVAILABLE);
  }

  @Test
  void goesOnWhenTheBrokerIsBack() {
    bench.brokerDown = true;
    Viewer viewer = bench.view(0, SIZE - 1).demand(Long.MAX_VALUE);
    bench.passSlowly(Duration.ofSeconds(20));
    bench.brokerDown = false;
    bench.passSlowly(Duration.ofSeconds(3));
    bench.answerAll();
    assertThat(viewer.complete).isTrue();
  }

  @Test
  void saysSoonThatTheBrokerRefusesWhatIsSent() {
    bench.requestsRefused = true;
    Viewer viewer = bench.view(0, 9).demand(1);
    assertThat(viewer.error).as("a topic that is being made anew").isNull();
    bench.passSlowly(Duration.ofSeconds(2));
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.MESSAGING_UNAVAILABLE);
    bench.requestsRefused = false;
    Viewer again = bench.view(0, 9).demand(1);
    bench.answerAll();
    assertThat(again.complete).isTrue();
  }

  @Test
  void saysSoonThatAProcessorCannotSendTheChunk() {
    Viewer viewer = bench.view(0, 9).demand(1);
    for (int i = 0; i < 3; i++) {
      assertThat(viewer.error).isNull();
      bench.engine.handle(
          bench.failureOf(bench.requests.remove(0), ErrorCode.MESSAGING_UNAVAILABLE));
      bench.passSlowly(Duration.ofMillis(500));
    }
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.MESSAGING_UNAVAILABLE);
    assertThat(bench.requests).isEmpty();
  }

  @Test
  void doesNotWaitForAnAnswerThatNoTopicLetsThrough() {
    bench.blocked = true;
    Viewer viewer = bench.view(0, SIZE - 1).demand(Long.MAX_VALUE);
    bench.passSlowly(Duration.ofMillis(1400));
    assertThat(viewer.error).as("it may be here already").isNull();
    bench.passSlowly(Duration.ofMillis(200));
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.MESSAGING_UNAVAILABLE);
    assertThat(bench.requests).as("none is asked for anew").hasSize(WINDOW);
    assertThat(bench.session.flow().inFlight()).isZero();
    bench.blocked = false;
    bench.requests.clear();
    Viewer again = bench.view(0, SIZE - 1).demand(Long.MAX_VALUE);
    bench.answerAll();
    assertThat(again.complete).isTrue();
  }

  @Test
  void aBlockedTopicEndsNothingThatStillComesInTime() {
    bench.blocked = true;
    Viewer viewer = bench.view(0, SIZE - 1).demand(Long.MAX_VALUE);
    while (!bench.requests.isEmpty()) {
      bench.passSlowly(Duration.ofMillis(200));
      bench.answer(bench.requests.remove(0));
    }
    assertThat(viewer.complete).isTrue();
  }

  @Test
  void asksAgainWhenTheProcessorsWereBusy() {
    Viewer viewer = bench.view(0, 9).demand(1);
    for (int i = 0; i < 5; i++) {
      RangeRequest busy = bench.requests.remove(0);
      bench.engine.handle(bench.failureOf(busy, ErrorCode.OVERLOADED));
      assertThat(bench.requests).as("not at once").isEmpty();
      bench.passSlowly(Duration.ofSeconds(2));
      assertThat(bench.requests).hasSize(1);
    }
    bench.answerAll();
    assertThat(viewer.complete).isTrue();
  }

  @Test
  void tellsOfDamageAtOnce() {
    Viewer viewer = bench.view(0, SIZE - 1).demand(4);
    bench.answer(bench.requests.get(0));
    bench.engine.handle(bench.failureOf(bench.requests.get(1), ErrorCode.INTEGRITY_FAILED));
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.INTEGRITY_FAILED);
    assertThat(viewer.slices).isEqualTo(1);
    assertThat(bench.session.flow().inFlight()).isZero();
  }

  @Test
  void triesAnObjectThatCannotBeReadAFewTimesOnly() {
    Viewer viewer = bench.view(0, 9).demand(1);
    for (int i = 0; i < 3; i++) {
      assertThat(viewer.error).isNull();
      bench.engine.handle(bench.failureOf(bench.requests.remove(0), ErrorCode.OBJECT_UNAVAILABLE));
      bench.passSlowly(Duration.ofSeconds(1));
    }
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.OBJECT_UNAVAILABLE);
  }

  @Test
  void cancelFreesTheWindowForTheOthersAtOnce() {
    Viewer left = bench.view(0, SIZE - 1).demand(Long.MAX_VALUE);
    bench.view(0, SIZE - 1).demand(Long.MAX_VALUE);
    List<RangeRequest> ofTheFirst = List.copyOf(bench.requests);
    bench.requests.clear();
    left.cancel();
    assertThat(bench.requests).hasSize(WINDOW);
    ofTheFirst.forEach(bench::answer);
    assertThat(left.slices).isZero();
    assertThat(bench.engine.dropped()).isEqualTo(WINDOW);
  }

  @Test
  void theEndOfTheSessionEndsItsRanges() {
    Viewer viewer = bench.view(0, SIZE - 1).demand(4);
    bench.session.end();
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.SESSION_ENDED);
    assertThat(bench.view(0, 9).error.code()).isEqualTo(ErrorCode.SESSION_ENDED);
  }

  @Test
  void anAnswerThatIsOpenedWhileItsSessionEndsIsNotCountedAsRefused() {
    Viewer viewer = bench.view(0, SIZE - 1).demand(1);
    bench.holdTasks();
    bench.answer(bench.requests.remove(0));
    bench.session.end();
    while (bench.runTask()) {
      // decrypts with a wiped key and signals the viewer
    }
    assertThat(bench.engine.refusedAnswers()).isZero();
    assertThat(viewer.slices).isZero();
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.SESSION_ENDED);
  }

  @Test
  void takesOnlySoManySubscriptions() {
    EngineBench small = new EngineBench(SIZE, 1, 9, 0);
    Viewer first = small.view(0, 9);
    assertThat(small.view(0, 9).error.code()).isEqualTo(ErrorCode.OVERLOADED);
    first.cancel();
    assertThat(small.view(0, 9).error).isNull();
  }

  @Test
  void takesOnlySoManySubscriptionsOfOneAccount() {
    EngineBench small = new EngineBench(SIZE, 9, 1, 0);
    Viewer first = small.view(0, 9);
    assertThat(small.view(0, 9).error.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    first.cancel();
    assertThat(small.view(0, 9).error).isNull();
  }

  @Test
  void aSubscriberThatThrowsHasLeft() {
    bench.engine.subscribe(
        bench.session,
        ViewRange.of(ObjectRange.whole(java.util.UUID.randomUUID(), SIZE)),
        null,
        new java.util.concurrent.Flow.Subscriber<>() {
          @Override
          public void onSubscribe(java.util.concurrent.Flow.Subscription s) {
            s.request(3);
          }

          @Override
          public void onNext(ByteSlice item) {
            throw new IllegalStateException("a bug");
          }

          @Override
          public void onError(Throwable e) {}

          @Override
          public void onComplete() {}
        });
    bench.answer(bench.requests.get(0));
    assertThat(bench.session.flow().isIdle()).isTrue();
    assertThat(bench.engine.subscriptions()).isZero();
  }

  @Test
  void forgetsASessionThatStreamsNothing() {
    bench.view(0, 9).demand(1);
    assertThat(bench.engine.active()).hasSize(1);
    bench.answerAll();
    bench.pass(Duration.ofMillis(50));
    assertThat(bench.engine.active()).isEmpty();
  }
}
