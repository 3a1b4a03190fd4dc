package io.sealcast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.gateway.FakeSessions;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimpleStreamHandlerTest {
  private static final int MIB = 1024 * 1024;
  private final FakeSessions sessions = new FakeSessions(6 * MIB + 9);

  private Connection connect(FakeSocket socket) {
    Connection c =
        new Connection(
            socket,
            new SimpleStreamHandler(sessions, sessions.session),
            FakeSocket.BUDGETS.messages());
    c.start();
    return c;
  }

  private static List<JsonObject> messages(FakeSocket socket) {
    return socket.texts().stream()
        .map(t -> Json.createReader(new StringReader(t)).readObject())
        .toList();
  }

  @Test
  void sendsStartEveryChunkAndEndThenCloses() {
    FakeSocket socket = new FakeSocket(false);
    connect(socket);
    List<JsonObject> messages = messages(socket);
    assertThat(messages).hasSize(9);
    assertThat(messages.get(0).getString("type")).isEqualTo("start");
    assertThat(messages.get(8).toString()).isEqualTo("{\"type\":\"end\"}");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 7; i++) {
      JsonObject chunk = messages.get(1 + i);
      assertThat(chunk.getString("type")).isEqualTo("chunk");
      assertThat(chunk.getInt("index")).isEqualTo(i);
      assertThat(chunk.getBoolean("last")).isEqualTo(i == 6);
      all.writeBytes(Base64.getDecoder().decode(chunk.getString("data")));
    }
    assertThat(all.toByteArray()).isEqualTo(sessions.bytes);
    assertThat(socket.closed).isEqualTo(1000);
  }

  @Test
  void aViewerGetsAWindowByAndByAndNoMore() {
    FakeSocket socket = new FakeSocket(true);
    connect(socket);
    socket.drain(); // sends the start message; the first chunk is being sent then
    FakeSessions.Source source = sessions.sources.get(0);
    assertThat(source.deliveredBytes()).isEqualTo(1L * MIB);
    socket.drain();
    assertThat(source.deliveredBytes()).isEqualTo(3L * MIB);
    socket.drain();
    assertThat(source.deliveredBytes()).isEqualTo(5L * MIB);
    socket.drain();
    assertThat(source.deliveredBytes())
        .as("four that haven't left")
        .isEqualTo(sessions.bytes.length);
  }

  @Test
  void aViewerWhoStopsReadingHoldsNothingAndGetsEverythingLater() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    for (int i = 0; i < 3; i++) {
      socket.drain();
    }
    c.checkTimeouts(Instant.now().plusSeconds(1));
    assertThat(sessions.sources.get(0).cancelled).as("after a second").isFalse();
    c.checkTimeouts(Instant.now().plusSeconds(3));
    assertThat(sessions.sources.get(0).cancelled).as("after three").isTrue();
    assertThat(sessions.inFlight()).isZero();

    while (socket.drain()) {
      // sends everything
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    messages(socket).stream()
        .filter(m -> m.getString("type").equals("chunk"))
        .forEach(m -> all.writeBytes(Base64.getDecoder().decode(m.getString("data"))));
    assertThat(all.toByteArray()).isEqualTo(sessions.bytes);
    assertThat(socket.closed).isEqualTo(1000);
  }

  @Test
  void tellsOfAFailureAndCloses() {
    sessions.failure = new DomainException(ErrorCode.OBJECT_UNAVAILABLE);
    FakeSocket socket = new FakeSocket(false);
    connect(socket);
    assertThat(socket.texts().get(1))
        .isEqualTo(
            "{\"type\":\"error\",\"code\":\"object_unavailable\","
                + "\"message\":\"The stored video can't be read at the moment. Try again in a moment.\"}");
    assertThat(socket.closed).isEqualTo(1011);
  }

  @Test
  void aVideoCutShortIsAFailureAndNotAnEnd() {
    sessions.heldBack = true;
    FakeSocket socket = new FakeSocket(false);
    connect(socket);
    sessions.sources.get(0).deliver();
    sessions.sources.get(0).cut();
    assertThat(messages(socket)).extracting(m -> m.getString("type")).endsWith("chunk", "error");
    assertThat(socket.closed).isEqualTo(1011);
  }

  @Test
  void aSessionThatEndsSaysSoBeforeClosing() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    c.end(new DomainException(ErrorCode.SESSION_ENDED));
    assertThat(sessions.sources.get(0).cancelled).isTrue();
    while (socket.drain()) {
      // sends the start message, which was being sent already
    }
    assertThat(messages(socket))
        .extracting(m -> m.getString("type"))
        .containsExactly("start", "error");
    assertThat(socket.texts().get(1)).contains("session_ended");
    assertThat(socket.closed).isEqualTo(1008);
  }
}
