package io.sealcast.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final class Chatter implements SubprotocolHandler {
    int left;
    boolean started;
    boolean stopped;
    boolean fails;
    int stalls;

    @Override
    public void start(Consumer<Runnable> executor) {
      started = true;
    }

    @Override
    public void receive(String text) {
      left = Integer.parseInt(text);
    }

    @Override
    public Message next() {
      if (fails) {
        throw new IllegalStateException("broken");
      }
      return left-- > 0 ? new Message.Text("m") : null;
    }

    @Override
    public void sent() {}

    @Override
    public void stalled() {
      stalls++;
    }

    @Override
    public Message.Text failure(DomainException why) {
      return new Message.Text(why.code().code());
    }

    @Override
    public void stop() {
      stopped = true;
    }
  }

  private final Chatter handler = new Chatter();

  private Connection connect(FakeSocket socket) {
    Connection c = new Connection(socket, handler, FakeSocket.BUDGETS.messages());
    c.start();
    return c;
  }

  @Test
  void aSocketThatTakesEverythingAtOnceNeedsNoDeepStack() {
    FakeSocket socket = new FakeSocket(false);
    connect(socket).receive("100000");
    assertThat(socket.received).hasSize(100_000);
  }

  /** The registry has a connection shortly before it is started, and may end it then. */
  @Test
  void aConnectionThatWasEndedBeforeItsStartStartsNothing() {
    Connection connection =
        new Connection(new FakeSocket(true), handler, FakeSocket.BUDGETS.messages());
    connection.end(new DomainException(ErrorCode.SESSION_ENDED));
    connection.start();
    assertThat(handler.started).isFalse();
    assertThat(handler.stopped).isTrue();
  }

  @Test
  void sendsOneMessageAtATime() {
    FakeSocket socket = new FakeSocket(true);
    connect(socket).receive("3");
    assertThat(socket.received).hasSize(1);
    socket.drain();
    assertThat(socket.received).hasSize(2);
  }

  @Test
  void aBrokenSocketFreesEverything() {
    FakeSocket socket = new FakeSocket(true);
    socket.broken = new IOException("reset");
    connect(socket).receive("3");
    socket.drain();
    assertThat(handler.stopped).isTrue();
    assertThat(socket.closed).isNotNull();
    assertThat(socket.received).hasSize(1);
  }

  @Test
  void aContractThatFailsEndsTheSocketWithWords() {
    FakeSocket socket = new FakeSocket(false);
    handler.fails = true;
    connect(socket).receive("1");
    assertThat(socket.texts()).containsExactly("internal_error");
    assertThat(socket.closed).isEqualTo(1011);
    assertThat(handler.stopped).isTrue();
  }

  @Test
  void doesNotWaitForEverForAViewerWhoReadsNothing() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    c.receive("3");
    c.end(new DomainException(ErrorCode.SESSION_ENDED));
    c.checkTimeouts(Instant.now());
    assertThat(socket.closed).isNull();
    c.checkTimeouts(Instant.now().plusSeconds(6));
    assertThat(socket.closed).isEqualTo(1008);
  }

  @Test
  void asksASilentViewerForASignOfLifeAndGivesUpWithoutOne() {
    FakeSocket socket = new FakeSocket(false);
    Connection c = connect(socket);
    Instant now = Instant.now();
    c.checkTimeouts(now.plusSeconds(9));
    assertThat(socket.pings).isZero();
    c.checkTimeouts(now.plusSeconds(11));
    c.checkTimeouts(now.plusSeconds(12));
    assertThat(socket.pings).isEqualTo(1);
    c.checkTimeouts(now.plusSeconds(36));
    assertThat(socket.closed).isEqualTo(1011);
    assertThat(handler.stopped).isTrue();
  }

  @Test
  void aViewerWhoTakesItsTimeIsNotSilent() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    c.receive("2");
    c.checkTimeouts(Instant.now().plusSeconds(3600));
    assertThat(socket.closed).isNull();
    assertThat(socket.pings).isZero();
  }

  @Test
  void tellsOnceThatAViewerHasStoppedReading() {
    FakeSocket socket = new FakeSocket(true);
    Connection c = connect(socket);
    c.receive("3");
    c.checkTimeouts(Instant.now().plusSeconds(1));
    assertThat(handler.stalls).isZero();
    c.checkTimeouts(Instant.now().plusSeconds(3));
    c.checkTimeouts(Instant.now().plusSeconds(4));
    assertThat(handler.stalls).isEqualTo(1);
    socket.drain();
    c.checkTimeouts(Instant.now().plusSeconds(1));
    assertThat(handler.stalls).as("it has begun to read again").isEqualTo(1);
    c.checkTimeouts(Instant.now().plusSeconds(3));
    assertThat(handler.stalls).as("and stopped again").isEqualTo(2);
  }

  @Test
  void sendsNothingAfterItsEnd() {
    FakeSocket socket = new FakeSocket(false);
    Connection c = connect(socket);
    c.socketClosed();
    c.receive("3");
    c.end(new DomainException(ErrorCode.SESSION_ENDED));
    assertThat(socket.received).isEmpty();
    assertThat(socket.closed).isNull();
  }
}
