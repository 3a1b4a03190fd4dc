package io.sealcast.gateway.websocket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Records the messages. A slow socket finishes a message only when a test calls {@link #drain}. */
final class FakeSocket implements Socket {
  /** Budgets that no test exhausts by accident. */
  static final SocketBudgets BUDGETS = new SocketBudgets(1_000_000, 1_000_000, 1_000_000);

  /** The messages, each a {@code String} or a {@code byte[]}. */
  final List<Object> received = new ArrayList<>();

  final boolean slow;
  Consumer<Throwable> inFlight;
  Throwable broken;
  Integer closed;
  int pings;

  FakeSocket(boolean slow) {
    this.slow = slow;
  }

  @Override
  public void send(String text, Consumer<Throwable> done) {
    take(text, done);
  }

  @Override
  public void send(ByteBuffer bytes, Consumer<Throwable> done) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    take(copy, done);
  }

  private void take(Object message, Consumer<Throwable> done) {
    if (inFlight != null) {
      throw new IllegalStateException("a send is under way");
    }
    if (closed != null) {
      throw new IllegalStateException("closed");
    }
    received.add(message);
    if (slow) {
      inFlight = done;
    } else {
      done.accept(broken);
    }
  }

  /** Finishes the message that is being sent. */
  boolean drain() {
    Consumer<Throwable> done = inFlight;
    inFlight = null;
    if (done != null) {
      done.accept(broken);
    }
    return done != null;
  }

  List<String> texts() {
    return received.stream().filter(String.class::isInstance).map(String.class::cast).toList();
  }

  List<ByteBuffer> frames() {
    return received.stream()
        .filter(byte[].class::isInstance)
        .map(b -> ByteBuffer.wrap((byte[]) b))
        .toList();
  }

  @Override
  public void ping() {
    pings++;
  }

  @Override
  public void close(int code) {
    closed = code;
  }
}
