package io.sealcast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.gateway.FakeSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangeProtocolHandlerTest {
  private static final int MIB = 1024 * 1024;
  private final FakeSessions sessions = new FakeSessions(8 * MIB + 77);

  private Connection connect(FakeSocket socket) {
    Connection c =
        new Connection(
            socket,
            new RangeProtocolHandler(sessions, sessions.session, FakeSocket.BUDGETS),
            FakeSocket.BUDGETS.messages());
    c.start();
    return c;
  }

  static String range(long id, long from, long to) {
    return "{\"op\":\"range\",\"id\":%d,\"object\":\"720p.mp4\",\"from\":%d,\"to\":%d}"
        .formatted(id, from, to);
  }

  static byte[] bytesOf(FakeSocket socket, int id, long from, long to) {
    ByteBuffer all = ByteBuffer.allocate((int) (to - from + 1));
    for (ByteBuffer frame : socket.frames()) {
      if (frame.getInt(0) == id) {
        assertThat(frame.getInt(4)).isZero();
        assertThat(frame.getLong(8)).isEqualTo(from + all.position());
        assertThat(frame.limit()).isBetween(17, 16 + 128 * 1024);
        all.put(frame.position(16));
      }
    }
    assertThat(all.hasRemaining()).isFalse();
    return all.array();
  }

  @Test
  void sendsARangesBytesInOrderThenItsEnd() {
    FakeSocket socket = new FakeSocket(false);
    connect(socket).receive(range(7, 5, 3 * MIB));
    assertThat(bytesOf(socket, 7, 5, 3 * MIB)).isEqualTo(sessions.slice(5, 3 * MIB));
    assertThat(socket.received.get(socket.received.size() - 1))
        .isEqualTo("{\"op\":\"end\",\"id\":7}");
    assertThat(socket.texts()).hasSize(1);
  }

  @Test
  void servesRangesInTurns() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    for (int id = 1; id <= 4; id++) {
      c.receive(range(id, 0, MIB - 1));
    }
    while (socket.drain()) {
      // sends everything
    }
    List<Integer> ids = socket.frames().stream().map(f -> f.getInt(0)).toList();
    // The first range starts before the others. From then on, a range waits for at most one message
    // of each of the other three.
    for (int id = 1; id <= 4; id++) {
      int last = ids.lastIndexOf(id);
      for (int i = ids.indexOf(id); i < last; i++) {
        int turn = ids.subList(i + 1, last + 1).indexOf(id);
        assertThat(turn).isLessThanOrEqualTo(3);
      }
      assertThat(bytesOf(socket, id, 0, MIB - 1)).isEqualTo(sessions.slice(0, MIB - 1));
    }
  }

  @Test
  void aShortRangeDoesNotWaitForALongOne() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    c.receive(range(1, 0, 8 * MIB));
    socket.drain();
    c.receive(range(2, 100, 200));
    int before = socket.received.size();
    while (!socket.texts().contains("{\"op\":\"end\",\"id\":2}")) {
      socket.drain();
    }
    // one slice of the long range, 8 messages, has to be sent first to make room in the window
    assertThat(socket.received.size() - before).isLessThan(12);
  }

  @Test
  void cancelFreesAndSilencesARange() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    c.receive(range(1, 0, 8 * MIB));
    c.receive("{\"op\":\"cancel\",\"id\":1}");
    assertThat(sessions.sources.get(0).cancelled).isTrue();
    c.receive(range(2, 0, 99));
    while (socket.drain()) {
      // sends everything
    }
    assertThat(socket.frames().stream().filter(f -> f.getInt(0) == 1)).hasSize(1);
    assertThat(socket.texts()).containsExactly("{\"op\":\"end\",\"id\":2}");
  }

  private Connection connect(FakeSocket socket, SocketBudgets budgets) {
    Connection c =
        new Connection(
            socket,
            new RangeProtocolHandler(sessions, sessions.session, budgets),
            budgets.messages());
    c.start();
    return c;
  }

  private static void endedForTooMuch(FakeSocket socket) {
    List<String> texts = socket.texts();
    assertThat(texts.get(texts.size() - 1)).contains("\"code\":\"too_many_requests\"");
    assertThat(socket.closed).isEqualTo(1013);
  }

  @Test
  void tooManyRangesOrCancellationsEndTheConnection() {
    FakeSocket beginning = new FakeSocket(false);
    Connection begins = connect(beginning, new SocketBudgets(1000, 1, 1000));
    for (int id = 1; id <= 20; id++) {
      begins.receive(range(id, 0, 9));
    }
    endedForTooMuch(beginning);
    FakeSocket cancelling = new FakeSocket(false);
    Connection cancels = connect(cancelling, new SocketBudgets(1000, 1000, 1));
    for (int id = 1; id <= 20; id++) {
      cancels.receive("{\"op\":\"cancel\",\"id\":1}");
    }
    endedForTooMuch(cancelling);
    assertThat(sessions.sources).allMatch(s -> s.cancelled);
  }

  @Test
  void tooManyMessagesOfAnyKindEndTheConnectionAndTheRestIsNotLookedAt() {
    FakeSocket socket = new FakeSocket(false);
    Connection c = connect(socket, new SocketBudgets(1, 1000, 1000));
    for (int i = 0; i < 20; i++) {
      c.heard();
    }
    endedForTooMuch(socket);
    int sent = socket.received.size();
    c.receive(range(1, 0, 9));
    assertThat(socket.received).hasSize(sent);
  }

  @Test
  void cancelOfWhatIsOverIsNoMistake() {
    FakeSocket socket = new FakeSocket(false);
    Connection c = connect(socket);
    c.receive("{\"op\":\"cancel\",\"id\":9}");
    assertThat(socket.received).isEmpty();
    assertThat(socket.closed).isNull();
  }

  @Test
  void anIdMayBeUsedAgainOnceItsRangeIsOver() {
    FakeSocket socket = new FakeSocket(false);
    Connection c = connect(socket);
    c.receive(range(1, 0, 9));
    c.receive(range(1, 10, 19));
    assertThat(socket.frames()).hasSize(2);
    assertThat(socket.closed).isNull();
  }

  @Test
  void oneRangesFailureIsNotTheOthers() {
    FakeSocket socket = new FakeSocket(false);
    Connection c = connect(socket);
    c.receive(range(1, 0, 99L * MIB));
    c.receive("{\"op\":\"range\",\"id\":2,\"object\":\"x\",\"from\":0,\"to\":1}");
    c.receive("{\"op\":\"range\",\"id\":3,\"object\":\"720p.mp4\",\"from\":9,\"to\":1}");
    c.receive(range(4, 0, 9));
    assertThat(socket.texts().get(0)).contains("\"id\":1", "range_not_satisfiable");
    assertThat(socket.texts().get(1)).contains("\"id\":2", "not_found");
    assertThat(socket.texts().get(2)).contains("\"id\":3", "bad_request");
    assertThat(socket.texts().get(3)).isEqualTo("{\"op\":\"end\",\"id\":4}");
    assertThat(socket.closed).isNull();
  }

  @Test
  void tellsOfAFailureAtTheSource() {
    FakeSocket socket = new FakeSocket(false);
    sessions.failure = new DomainException(ErrorCode.INTEGRITY_FAILED);
    Connection c = connect(socket);
    c.receive(range(1, 0, 9));
    assertThat(socket.texts()).singleElement().asString().contains("\"id\":1", "integrity_failed");
    sessions.failure = null;
    c.receive(range(1, 0, 8 * MIB));
    assertThat(bytesOf(socket, 1, 0, 8 * MIB)).hasSize(8 * MIB + 1);
  }

  @Test
  void aRangeCutShortIsAFailureAndNotAnEnd() {
    FakeSocket socket = new FakeSocket(false);
    sessions.heldBack = true;
    connect(socket).receive(range(1, 0, 2 * MIB));
    sessions.sources.get(0).deliver();
    sessions.sources.get(0).cut();
    assertThat(socket.texts()).singleElement().asString().contains("\"id\":1", "internal_error");
  }

  @Test
  void closesOnAnIdInUse() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    c.receive(range(1, 0, 8 * MIB));
    c.receive(range(1, 0, 8 * MIB));
    socket.drain();
    assertThat(socket.texts()).singleElement().asString().contains("bad_request");
    socket.drain();
    assertThat(socket.closed).isEqualTo(1008);
    assertThat(sessions.sources).allMatch(s -> s.cancelled);
  }

  @Test
  void closesOnWhatIsNoMessage() {
    FakeSocket socket = new FakeSocket(false);
    connect(socket).receive("hello");
    assertThat(socket.texts())
        .containsExactly(
            "{\"op\":\"error\",\"code\":\"bad_request\","
                + "\"message\":\"The message isn't a JSON object.\"}");
    assertThat(socket.closed).isEqualTo(1008);
  }

  @Test
  void refusesMoreRangesThanItsBound() {
    FakeSocket socket = new FakeSocket(false);
    sessions.heldBack = true;
    Connection c = connect(socket);
    for (int id = 0; id <= RangeProtocolHandler.MAX_RANGES; id++) {
      c.receive(range(id, 0, 9));
    }
    assertThat(socket.texts()).singleElement().asString().contains("\"id\":64", "overloaded");
    assertThat(sessions.inFlight()).as("nothing has left yet").isEqualTo(1);
  }

  @Test
  void closesOnAViewerWhoAsksButNeverReads() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    for (int i = 0; i < 1000; i++) {
      c.receive("{\"op\":\"range\",\"id\":5}");
    }
    while (socket.drain()) {
      // sends the few messages there are
    }
    assertThat(socket.received).hasSizeLessThan(10);
    assertThat(socket.closed).isEqualTo(1013);
  }

  @Test
  void aViewerWhoStopsReadingHoldsNothingAndGetsEverythingLater() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    c.receive(range(1, 5, 5 * MIB));
    c.receive(range(2, MIB, 3 * MIB));
    for (int i = 0; i < 21; i++) {
      socket.drain(); // stops in the middle of a slice
    }
    c.checkTimeouts(Instant.now().plusSeconds(3));
    assertThat(sessions.sources).hasSize(2).allMatch(s -> s.cancelled);
    assertThat(sessions.inFlight()).isZero();

    while (socket.drain()) {
      // sends everything
    }
    assertThat(bytesOf(socket, 1, 5, 5 * MIB)).isEqualTo(sessions.slice(5, 5 * MIB));
    assertThat(bytesOf(socket, 2, MIB, 3 * MIB)).isEqualTo(sessions.slice(MIB, 3 * MIB));
    assertThat(socket.texts())
        .containsExactlyInAnyOrder("{\"op\":\"end\",\"id\":1}", "{\"op\":\"end\",\"id\":2}");
  }

  @Test
  void whoNeverReadsHoldsOnePiece() {
    FakeSocket socket = new FakeSocket(true);
    sessions.heldBack = true;
    Connection c = connect(socket);
    c.receive(range(1, 0, 8 * MIB));
    c.receive(range(2, 0, 8 * MIB));
    assertThat(sessions.inFlight()).isEqualTo(1);
    sessions.sources.get(0).deliver();
    assertThat(sessions.inFlight()).isZero();
  }

  @Test
  void aViewerWhoLeavesFreesEverything() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    c.receive(range(1, 0, 8 * MIB));
    c.receive(range(2, 0, 8 * MIB));
    c.socketClosed();
    assertThat(sessions.sources).hasSize(2).allMatch(s -> s.cancelled);
  }
}
