package io.sealcast.gateway.websocket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what is sent. A slow one finishes a message only when a test says so. */
final class FakeSocket implements Socket {
  /** {@code String} or {@code byte[]}. */
  final List<Object> received = new ArrayList<>();

  final boolean slow;
  Consumer<Throwable> underWay;
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
    if (underWay != null) {
      throw new IllegalStateException("a send is under way");
    }
    if (closed != null) {
      throw new IllegalStateException("closed");
    }
    received.add(message);
    if (slow) {
      underWay = done;
    } else {
      done.accept(broken);
    }
  }

  /** The message under way arrives. */
  boolean drain() {
    Consumer<Throwable> done = underWay;
    underWay = null;
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
