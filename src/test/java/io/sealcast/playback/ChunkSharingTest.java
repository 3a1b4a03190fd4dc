package io.sealcast.playback;

import static io.sealcast.playback.EngineBench.CHUNK;
import static io.sealcast.playback.EngineBench.VIDEO;
import static io.sealcast.playback.EngineBench.WINDOW;
import static io.sealcast.playback.EngineBench.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.playback.EngineBench.Viewer;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests several sessions of one video: a chunk that one of them fetches is shared with the others.
 */
class ChunkSharingTest {
  private static final int CHUNKS = 6;
  private static final long SIZE = (CHUNKS - 1L) * CHUNK + 5;

  private final EngineBench bench = new EngineBench(SIZE, 100, 64L * CHUNK);

  private List<LiveSession> sessions(int count) {
    List<LiveSession> sessions = new ArrayList<>(List.of(bench.session));
    while (sessions.size() < count) {
      sessions.add(bench.newSession(VIDEO, true));
    }
    return sessions;
  }

  private Viewer watch(LiveSession session) {
    return bench.view(session, 0, SIZE - 1).demand(Long.MAX_VALUE);
  }

  private void assertSawAll(Viewer viewer) {
    assertThat(viewer.error).isNull();
    assertThat(viewer.complete).isTrue();
    assertThat(viewer.bytes.toByteArray()).isEqualTo(content(0, SIZE - 1));
  }

  @Test
  void fiveViewersAtOnceCostOneRequestForEachChunk() {
    List<Viewer> viewers = sessions(5).stream().map(this::watch).toList();
    assertThat(bench.requests).as("the window of one").hasSize(WINDOW);
    int answered = 0;
    while (!bench.requests.isEmpty()) {
      bench.answer(bench.requests.remove(0));
      answered++;
    }
    assertThat(answered).isEqualTo(CHUNKS);
    viewers.forEach(this::assertSawAll);
    assertThat(bench.cache.misses()).isEqualTo(CHUNKS);
    assertThat(bench.cache.shared() + bench.cache.hits()).isEqualTo(4L * CHUNKS);
    assertThat(bench.engine.singleFlight().inFlight()).isZero();
  }

  @Test
  void aLaterViewerIsServedFromMemory() {
    watch(bench.session);
    bench.answerAll();
    Viewer second = watch(bench.newSession(VIDEO, true));
    assertThat(bench.requests).isEmpty();
    assertSawAll(second);
    assertThat(bench.cache.hits()).isEqualTo(CHUNKS);
  }

  @Test
  void whatIsFetchedAheadIsThereOrOnItsWayWhenTheViewerComes() {
    bench.engine.fetchAhead(bench.session, bench.range(0, CHUNK - 1));
    assertThat(bench.requests).hasSize(1);
    Viewer early = bench.view(0, 99).demand(1);
    assertThat(bench.requests).as("no second one").hasSize(1);
    bench.answerAll();
    Viewer late = bench.view(100, CHUNK - 1).demand(1);
    assertThat(bench.requests).isEmpty();
    assertThat(early.bytes.toByteArray()).isEqualTo(content(0, 99));
    assertThat(late.bytes.toByteArray()).isEqualTo(content(100, CHUNK - 1));
    assertThat(bench.engine.subscriptions()).isZero();
  }

  @Test
  void aViewerIsServedWhenWhatWasFetchedAheadFails() {
    bench.engine.fetchAhead(bench.session, bench.range(0, CHUNK - 1));
    RangeRequest ahead = bench.requests.remove(0);
    bench.engine.handle(bench.failureOf(ahead, ErrorCode.INTEGRITY_FAILED));
    Viewer viewer = bench.view(0, 99).demand(1);
    assertThat(bench.requests).as("its own").hasSize(1);
    bench.answerAll();
    assertThat(viewer.bytes.toByteArray()).isEqualTo(content(0, 99));
  }

  @Test
  void whatIsServedFromMemoryKeepsToTheDemand() {
    watch(bench.session);
    bench.answerAll();
    Viewer second = bench.view(bench.newSession(VIDEO, true), 0, SIZE - 1).demand(2);
    assertThat(second.slices).isEqualTo(2);
    second.demand(1);
    assertThat(second.slices).isEqualTo(3);
  }

  @Test
  void aSmallRangeFetchesItsWholeChunkAndItsNeighboursCostNothing() {
    Viewer first = bench.view(CHUNK + 10, CHUNK + 19).demand(1);
    assertThat(bench.requests)
        .extracting(RangeRequest::from, RangeRequest::to)
        .containsExactly(org.assertj.core.groups.Tuple.tuple((long) CHUNK, 2L * CHUNK - 1));
    bench.answerAll();
    Viewer neighbour = bench.view(CHUNK + 20, 2L * CHUNK - 1).demand(1);
    Viewer end = bench.view(SIZE - 2, SIZE - 1).demand(1);
    bench.answerAll();
    assertThat(first.bytes.toByteArray()).isEqualTo(content(CHUNK + 10, CHUNK + 19));
    assertThat(neighbour.bytes.toByteArray()).isEqualTo(content(CHUNK + 20, 2L * CHUNK - 1));
    assertThat(end.bytes.toByteArray()).isEqualTo(content(SIZE - 2, SIZE - 1));
    assertThat(bench.cache.misses()).isEqualTo(2);
  }

  @Test
  void whenTheOneThatFetchesLeavesTheNextAsksAtOnce() {
    Viewer first = watch(bench.session);
    Viewer second = watch(bench.newSession(VIDEO, true));
    Viewer third = watch(bench.newSession(VIDEO, true));
    bench.requests.clear();
    first.cancel();
    assertThat(bench.requests).as("by the second").hasSize(WINDOW);
    bench.answerAll();
    assertSawAll(second);
    assertSawAll(third);
  }

  @Test
  void whenItsSessionEndsTheNextAsksAtOnce() {
    Viewer first = watch(bench.session);
    Viewer second = watch(bench.newSession(VIDEO, true));
    List<RangeRequest> late = List.copyOf(bench.requests);
    bench.requests.clear();
    bench.session.end();
    late.forEach(bench::answer);
    assertThat(first.error.code()).isEqualTo(ErrorCode.SESSION_ENDED);
    assertThat(first.slices).isZero();
    assertThat(bench.cache.chunks()).as("nothing from a session that has ended").isZero();
    bench.answerAll();
    assertSawAll(second);
  }

  @Test
  void theFailureOfOneIsNotTheOthers() {
    Viewer first = watch(bench.session);
    Viewer second = watch(bench.newSession(VIDEO, true));
    RangeRequest request = bench.requests.remove(0);
    bench.engine.handle(bench.failureOf(request, ErrorCode.INTEGRITY_FAILED));
    assertThat(first.error.code()).isEqualTo(ErrorCode.INTEGRITY_FAILED);
    assertThat(second.error).isNull();
    bench.answerAll();
    assertSawAll(second);
  }

  @Test
  void whileOneHasToPauseTheNextAsksForItself() {
    Viewer first = bench.view(0, 9).demand(1);
    Viewer second = bench.view(bench.newSession(VIDEO, true), 0, 9).demand(1);
    bench.engine.handle(bench.failureOf(bench.requests.remove(0), ErrorCode.OVERLOADED));
    assertThat(bench.requests).hasSize(1);
    bench.answerAll();
    assertThat(second.complete).isTrue();
    bench.pass(Duration.ofMillis(200));
    assertThat(bench.requests).as("it lies in memory by now").isEmpty();
    assertThat(first.complete).isTrue();
  }

  @Test
  void nobodyWaitsLongerForAnotherThanForAnAnswer() {
    bench.view(0, 9).demand(1);
    LiveSession other = bench.newSession(VIDEO, true);
    Viewer second = bench.view(other, 0, 9).demand(1);
    bench.requests.clear();
    bench.passSlowly(Duration.ofMillis(1600));
    assertThat(bench.requests).as("each for itself").hasSize(2);
    bench.requests.stream()
        .filter(r -> r.sessionHash().equals(other.hashInHex()))
        .toList()
        .forEach(bench::answer);
    assertThat(second.complete).isTrue();
  }

  @Test
  void anotherVideosSessionGetsNothing() {
    watch(bench.session);
    bench.answerAll();
    Viewer stranger = watch(bench.newSession(VIDEO + 1, true));
    assertThat(stranger.slices).isZero();
    assertThat(bench.requests).hasSize(WINDOW);
  }

  @Test
  void whoHoldsTheResponseKeyReadsButBringsNothing() {
    LiveSession holder = bench.newSession(VIDEO, false);
    Viewer first = watch(holder);
    bench.answerAll();
    assertSawAll(first);
    assertThat(bench.cache.chunks()).isZero();
    watch(bench.session);
    bench.answerAll();
    Viewer again = watch(holder);
    assertThat(bench.requests).isEmpty();
    assertSawAll(again);
  }

  @Test
  void aVideoThatIsDeletedIsForgotten() {
    LiveSessions live = new LiveSessions(bench.engine, bench.cache, bench.clock, 10);
    watch(bench.session);
    bench.answerAll();
    LiveSession late = bench.newSession(VIDEO, true);
    Viewer during = bench.view(late, 0, SIZE - 1).demand(1);
    live.handle(new VideoEvent.Changed(VIDEO, "processed", 100));
    assertThat(bench.cache.chunks()).isEqualTo(CHUNKS);
    live.handle(new VideoEvent.Deleted(VIDEO, VideoEvent.OWNER_UNKNOWN));
    assertThat(bench.cache.chunks()).isZero();
    assertThat(bench.cache.bytes()).isZero();
    assertThat(during.error.code()).isEqualTo(ErrorCode.SESSION_ENDED);
    assertThat(bench.view(late, 0, 9).error.code()).isEqualTo(ErrorCode.SESSION_ENDED);
  }

  @Test
  void theCacheKeepsToItsBytesAndItsTime() {
    EngineBench small = new EngineBench(SIZE, 100, 3L * CHUNK);
    small.view(0, SIZE - 1).demand(Long.MAX_VALUE);
    small.answerAll();
    assertThat(small.cache.bytes()).isLessThanOrEqualTo(small.cache.maxBytes());
    assertThat(small.cache.chunks()).isPositive();
    assertThat(small.cache.evictions()).isPositive();
    small.pass(Duration.ofMinutes(11));
    Viewer late = small.view(0, 9).demand(1);
    assertThat(late.complete).isFalse();
    assertThat(small.requests).hasSize(1);
  }

  @Test
  void aViewerServedFromMemoryLeavesTheThreadToOthers() {
    int chunks = 40;
    EngineBench wide = new EngineBench((long) chunks * CHUNK, 100, 64L * CHUNK);
    wide.view(0, wide.size - 1).demand(Long.MAX_VALUE);
    wide.answerAll();
    wide.holdTasks();
    Viewer first = wide.view(0, wide.size - 1).demand(Long.MAX_VALUE);
    Viewer second =
        wide.view(wide.newSession(VIDEO, true), 0, wide.size - 1).demand(Long.MAX_VALUE);
    for (int roundRobin = 1; roundRobin < chunks / WINDOW; roundRobin++) {
      assertThat(wide.runTask() && wide.runTask()).isTrue();
      assertThat(first.slices).isEqualTo(roundRobin * WINDOW);
      assertThat(second.slices).isEqualTo(roundRobin * WINDOW);
    }
    while (wide.runTask()) {
      // runs the remaining tasks
    }
    assertThat(first.complete).isTrue();
    assertThat(second.complete).isTrue();
    assertThat(wide.requests).isEmpty();
  }
}
