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

  /** Actions of the viewer, the network and the processors come in any order. */
  @Property(tries = 150)
  void holdsNoMoreThanAWindowAndLosesNoByte(
      @ForAll @IntRange(min = 1, max = 6) int window,
      @ForAll boolean stalls,
      @ForAll @Size(max = 120) List<@IntRange(max = 9999) Integer> steps) {
    FakeSessions sessions = new FakeSessions(ALL.length, window);
    sessions.heldBack = true;
    FakeSocket socket = new FakeSocket(true);
    Connection c =
        new Connection(
            socket,
            new RangeProtocolHandler(sessions, sessions.session, FakeSocket.BUDGETS),
            FakeSocket.BUDGETS.messages());
    c.start();
    Map<Integer, long[]> requested = new HashMap<>();
    int id = 0;
    for (int step : steps) {
      int what = step / 10;
      switch (step % 10) {
        case 0, 1 -> {
          if (requested.size() < RangeProtocolHandler.MAX_RANGES) {
            long from = (long) what * ALL.length / 1000;
            long to = Math.min(ALL.length - 1, from + (long) (what % 7) * 777_777);
            requested.put(++id, new long[] {from, to});
            c.receive(RangeProtocolHandlerTest.range(id, from, to));
          }
        }
        case 2 -> {
          if (id > 0) {
            int victim = 1 + what % id;
            requested.remove(victim);
            c.receive("{\"op\":\"cancel\",\"id\":" + victim + "}");
          }
        }
        case 6 -> {
          if (stalls) {
            c.checkTimeouts(Instant.now().plusSeconds(3)); // as if nothing had been sent since
          }
        }
        case 3, 4, 5 -> {
          if (!sessions.sources.isEmpty()) {
            sessions.sources.get(what % sessions.sources.size()).deliver();
          }
        }
        default -> socket.drain();
      }
      assertThat(sessions.inFlight()).isLessThanOrEqualTo(window);
      if (!stalls) { // after a stall, a range has several sources, which held() can't handle
        assertThat(held(sessions, socket)).isLessThanOrEqualTo((long) window * MIB);
      }
    }
    finish(sessions, socket);
    requested.forEach(
        (range, ends) -> {
          byte[] got = RangeProtocolHandlerTest.bytesOf(socket, range, ends[0], ends[1]);
          assertThat(got).isEqualTo(sessions.slice(ends[0], ends[1]));
          assertThat(socket.texts()).contains("{\"op\":\"end\",\"id\":" + range + "}");
        });
    assertThat(sessions.inFlight()).isZero();
  }

  /**
   * Returns an upper limit of the bytes that were requested or delivered and not yet sent, in units
   * of slices.
   */
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
