package io.sealcast.playback;

import static io.sealcast.playback.EngineBench.CHUNK;
import static io.sealcast.playback.EngineBench.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeResponse;
import io.sealcast.playback.EngineBench.Viewer;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests responses that somebody else than a processor has written to the topic. */
class ForgedAnswersTest {
  private static final long SIZE = 10L * CHUNK + 5;

  private final EngineBench bench = new EngineBench(SIZE);

  @Test
  void neverHandsOverBytesThatWereNotSealedForThisPlace() {
    Viewer viewer = bench.view(0, SIZE - 1).demand(2);
    RangeRequest first = bench.requests.get(0);
    RangeResponse.Chunk second = bench.answerTo(bench.requests.get(1));
    bench.engine.handle(
        new RangeResponse.Chunk(
            first.sessionHash(), first.rangeId(), 0, false, second.sealedChunk()));
    assertThat(viewer.slices).isZero();
    assertThat(bench.engine.refusedAnswers()).isEqualTo(1);
    bench.requests.clear();
    bench.passSlowly(Duration.ofMillis(500));
    bench.answerAll();
    bench.engine.handle(second);
    assertThat(viewer.bytes.toByteArray()).isEqualTo(content(0, 2 * CHUNK - 1));
  }

  /** Anyone who can write to the topic can send failures. */
  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void aForgedFailureLeadsToAnotherProcessorAndEndsNothing(ErrorCode code) {
    Viewer viewer = bench.view(0, 9).demand(1);
    RangeRequest first = bench.requests.remove(0);
    for (int i = 0; i < 20; i++) {
      bench.engine.handle(forgery(first, code, null));
      bench.engine.handle(forgery(first, code, "0".repeat(64)));
    }
    assertThat(bench.requests).as("not at once").isEmpty();
    assertThat(viewer.error).isNull();
    assertThat(bench.engine.refusedAnswers()).isEqualTo(40);
    bench.passSlowly(Duration.ofMillis(200));
    assertThat(bench.requests).hasSize(1);
    assertThat(bench.roundRobin).as("asked elsewhere").containsExactly(0, 1);
    bench.answerAll();
    assertThat(viewer.complete).isTrue();
  }

  @Test
  void theProcessorsAnswerCountsBehindForgedOnesToo() {
    Viewer viewer = bench.view(0, 9).demand(1);
    RangeRequest request = bench.requests.get(0);
    bench.engine.handle(forgery(request, ErrorCode.SESSION_ENDED, null));
    bench.answer(request);
    assertThat(viewer.complete).isTrue();
  }

  @Test
  void aGenuineChunkCountsWhileAForgedOneIsBeingOpened() {
    Viewer viewer = bench.view(0, 9).demand(1);
    RangeRequest request = bench.requests.get(0);
    bench.holdTasks();
    bench.engine.handle(
        new RangeResponse.Chunk(
            request.sessionHash(), request.rangeId(), 0, false, ByteBuffer.allocate(38)));
    bench.answer(request);
    bench.releaseTasks();
    assertThat(viewer.complete).isTrue();
    assertThat(bench.engine.refusedAnswers()).isEqualTo(1);
    assertThat(bench.requests).hasSize(1);
  }

  /** A processor answers a changed copy of a request with a failure that it authenticates. */
  @Test
  void aFailureToAnswerAnotherRequestIsNotBelieved() {
    Viewer viewer = bench.view(0, SIZE - 1).demand(1);
    RangeRequest r = bench.requests.get(0);
    RangeResponse.Failure genuine = bench.failureOf(r, ErrorCode.INTEGRITY_FAILED);
    List<RangeRequest> changed =
        List.of(
            bench.changed(r, UUID.randomUUID(), r.chunkIndex(), r.to()),
            bench.changed(r, r.object(), r.chunkIndex() + 1, r.to()),
            bench.changed(r, r.object(), r.chunkIndex(), r.to() - 1));
    for (RangeRequest copy : changed) {
      bench.engine.handle(bench.failureOf(copy, ErrorCode.INTEGRITY_FAILED));
    }
    bench.engine.handle(forgery(r, ErrorCode.SESSION_ENDED, genuine.mac()));
    assertThat(viewer.error).isNull();
    bench.engine.handle(genuine);
    assertThat(viewer.error.code()).isEqualTo(ErrorCode.INTEGRITY_FAILED);
  }

  @Test
  void forgeriesDoNotPostponeTheNextRequest() {
    Viewer viewer = bench.view(0, 9).demand(1);
    RangeRequest lost = bench.requests.remove(0);
    for (int i = 0; i < 40; i++) {
      bench.engine.handle(
          new RangeResponse.Chunk(
              lost.sessionHash(), lost.rangeId(), 0, false, ByteBuffer.allocate(38)));
      bench.pass(Duration.ofMillis(50));
    }
    assertThat(bench.requests).hasSizeBetween(2, 8);
    assertThat(viewer.error).isNull();
    bench.answerAll();
    assertThat(viewer.complete).isTrue();
  }

  private static RangeResponse forgery(RangeRequest r, ErrorCode code, String mac) {
    return new RangeResponse.Failure(r.sessionHash(), r.rangeId(), r.from(), code, mac);
  }
}
