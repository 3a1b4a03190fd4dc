package io.sealcast.gateway.websocket;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A viewer's WebSocket, as far as the contracts need one. No method blocks or throws. */
interface Socket {
  /**
   * Starts to send. One message at a time.
   *
   * @param done told once, null when the message is on its way, else why it isn't
   */
  void send(String text, Consumer<@Nullable Throwable> done);

  /** The same; {@code bytes} are the socket's until {@code done}. */
  void send(ByteBuffer bytes, Consumer<@Nullable Throwable> done);

  /** Asks for a sign of life. Only while nothing is being sent. */
  void ping();

  void close(int code);
}
