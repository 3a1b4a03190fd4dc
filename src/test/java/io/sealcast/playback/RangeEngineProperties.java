package io.sealcast.playback;

import static io.sealcast.playback.EngineBench.CHUNK;
import static io.sealcast.playback.EngineBench.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.playback.EngineBench.Viewer;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Tests that viewers get their bytes and the window is respected with lost, late, duplicate and
 * failed records.
 */
class RangeEngineProperties {
  private static final int SIZE = 7 * CHUNK + 11;

  @Property(tries = 60)
  void bytesAreRightAndTheWindowHoldsWhateverIsLostDoubledOrLate(@ForAll long seed) {
    check(seed, new EngineBench(SIZE), 1);
  }

  @Property(tries = 60)
  void theSameHoldsForSessionsThatShareTheirChunks(@ForAll long seed) {
    check(seed, new EngineBench(SIZE, 100, 3L * CHUNK), 4);
  }

  private static void check(long seed, EngineBench bench, int sessionCount) {
    Random random = new Random(seed);
    List<LiveSession> sessions = new ArrayList<>(List.of(bench.session));
    while (sessions.size() < sessionCount) {
      sessions.add(bench.newSession(EngineBench.VIDEO, true));
    }
    List<Viewer> viewers = new ArrayList<>();
    List<int[]> ranges = new ArrayList<>();
    List<RangeRequest> seen = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      act(random, bench, sessions, viewers, ranges, seen);
      holds(bench, sessions, viewers);
    }
    finish(bench, sessions, viewers);
    for (int i = 0; i < viewers.size(); i++) {
      Viewer viewer = viewers.get(i);
      int[] range = ranges.get(i);
      byte[] all = EngineBench.content(range[0], range[1]);
      byte[] got = viewer.bytes.toByteArray();
      assertThat(got).isEqualTo(java.util.Arrays.copyOf(all, got.length));
      assertThat(viewer.error).isNull();
      assertThat(viewer.complete).isEqualTo(!viewer.cancelled || got.length == all.length);
    }
    assertThat(sessions).allSatisfy(s -> assertThat(s.flow().inFlight()).isZero());
    assertThat(bench.engine.subscriptions()).isZero();
    assertThat(bench.engine.singleFlight().inFlight()).isZero();
    assertThat(bench.cache.bytes()).isLessThanOrEqualTo(bench.cache.maxBytes());
  }

  private static void act(
      Random random,
      EngineBench bench,
      List<LiveSession> sessions,
      List<Viewer> viewers,
      List<int[]> ranges,
      List<RangeRequest> seen) {
    List<RangeRequest> open = bench.requests;
    int any = open.isEmpty() ? -1 : random.nextInt(open.size());
    switch (random.nextInt(9)) {
      case 0 -> {
        int from = random.nextInt(SIZE);
        int to = from + random.nextInt(SIZE - from);
        ranges.add(new int[] {from, to});
        viewers.add(bench.view(sessions.get(random.nextInt(sessions.size())), from, to));
      }
      case 1 -> viewers.stream().filter(v -> !v.complete).forEach(v -> v.demand(1));
      case 2, 3, 4 -> {
        if (any >= 0) {
          seen.add(open.get(any));
          bench.answer(open.remove(any));
        }
      }
      case 5 -> {
        if (any >= 0) {
          seen.add(open.remove(any)); // lost, unless it is answered later
        }
      }
      case 6 -> {
        if (!seen.isEmpty()) {
          bench.answer(seen.get(random.nextInt(seen.size())));
        }
      }
      case 7 -> {
        if (any >= 0) {
          bench.engine.handle(bench.failureOf(open.remove(any), ErrorCode.OVERLOADED));
        }
      }
      default -> {
        bench.pass(Duration.ofMillis(random.nextInt(400)));
        if (!viewers.isEmpty() && random.nextInt(4) == 0) {
          Viewer leaver = viewers.get(random.nextInt(viewers.size()));
          if (!leaver.complete) {
            leaver.cancel();
          }
        }
      }
    }
  }

  private static void holds(EngineBench bench, List<LiveSession> sessions, List<Viewer> viewers) {
    assertThat(sessions).allSatisfy(s -> assertThat(s.flow().inFlight()).isBetween(0, WINDOW));
    for (Viewer viewer : viewers) {
      assertThat((long) viewer.slices).isLessThanOrEqualTo(viewer.demand);
    }
    for (RangeRequest request : bench.requests) {
      assertThat(request.from() / CHUNK).isEqualTo(request.to() / CHUNK);
    }
  }

  private static void finish(EngineBench bench, List<LiveSession> sessions, List<Viewer> viewers) {
    viewers.stream().filter(v -> !v.complete && !v.cancelled).forEach(v -> v.demand(1_000));
    for (int i = 0; i < 200 && !sessions.stream().allMatch(s -> s.flow().isIdle()); i++) {
      bench.answerAll();
      bench.pass(Duration.ofMillis(250));
    }
  }
}
