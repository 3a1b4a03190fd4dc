package io.sealcast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.gateway.FakeSessions;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RangeProtocolHandlerProperties {
  private static final int MIB = 1024 * 1024;
  private static final byte[] ALL = new FakeSessions(6 * MIB + 13).bytes;

  /** What a viewer, the network and the processors may do, in any order. */
  @Property(tries = 150)
  void holdsNoMoreThanAWindowAndLosesNoByte(
      @ForAll @IntRange(min = 1, max = 6) int window,
      @ForAll boolean stalls,
      @ForAll @Size(max = 120) List<@IntRange(max = 9999) Integer> steps) {
    FakeSessions sessions = new FakeSessions(ALL.length, window);
    sessions.heldBack = true;
    FakeSocket socket = new FakeSocket(true);
    Connection c = new Connection(socket, new RangeProtocolHandler(sessions, sessions.session));
    c.start();
    Map<Integer, long[]> asked = new HashMap<>();
    int id = 0;
    for (int step : steps) {
      int what = step / 10;
      switch (step % 10) {
        case 0, 1 -> {
          if (asked.size() < RangeProtocolHandler.MAX_RANGES) {
            long from = (long) what * ALL.length / 1000;
            long to = Math.min(ALL.length - 1, from + (long) (what % 7) * 777_777);
            asked.put(++id, new long[] {from, to});
            c.receive(RangeProtocolHandlerTest.range(id, from, to));
          }
        }
        case 2 -> {
          if (id > 0) {
            int victim = 1 + what % id;
            asked.remove(victim);
            c.receive("{\"op\":\"cancel\",\"id\":" + victim + "}");
          }
        }
        case 6 -> {
          if (stalls) {
            c.checkTimeouts(Instant.now().plusSeconds(3)); // as though nothing had left since
          }
        }
        case 3, 4, 5 -> {
          if (!sessions.sources.isEmpty()) {
            sessions.sources.get(what % sessions.sources.size()).deliver();
          }
        }
        default -> socket.drain();
      }
      assertThat(sessions.underWay()).isLessThanOrEqualTo(window);
      if (!stalls) { // else a range has several sources, and which brought what isn't known here
        assertThat(held(sessions, socket)).isLessThanOrEqualTo((long) window * MIB);
      }
    }
    finish(sessions, socket);
    asked.forEach(
        (range, ends) -> {
          byte[] got = RangeProtocolHandlerTest.bytesOf(socket, range, ends[0], ends[1]);
          assertThat(got).isEqualTo(sessions.slice(ends[0], ends[1]));
          assertThat(socket.texts()).contains("{\"op\":\"end\",\"id\":" + range + "}");
        });
    assertThat(sessions.underWay()).isZero();
  }

  /** Bytes asked for or delivered and not yet in the viewer's hands; at most, as pieces count. */
  private static long held(FakeSessions sessions, FakeSocket socket) {
    long demanded = 0;
    Map<Integer, Long> delivered = new HashMap<>();
    for (int i = 0; i < sessions.sources.size(); i++) {
      FakeSessions.Source s = sessions.sources.get(i);
      if (!s.cancelled) {
        demanded += s.demand * MIB;
        delivered.put(i + 1, s.deliveredBytes());
      }
    }
    for (ByteBuffer f : socket.frames()) {
      delivered.computeIfPresent(f.getInt(0), (k, v) -> v - (f.limit() - 16));
    }
    return demanded + delivered.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void finish(FakeSessions sessions, FakeSocket socket) {
    boolean moved = true;
    while (moved) {
      moved = socket.drain();
      for (FakeSessions.Source s : List.copyOf(sessions.sources)) {
        moved |= s.deliver();
      }
    }
  }
}
