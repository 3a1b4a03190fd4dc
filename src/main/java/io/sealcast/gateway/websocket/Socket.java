package io.sealcast.gateway.websocket;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The operations on a viewer's WebSocket that the subprotocols need. The methods don't block or
 * throw.
 */
interface Socket {
  /**
   * Sends a text message. The previous message must have been sent.
   *
   * @param done called once, with null when the message was sent, else with the exception
   */
  void send(String text, Consumer<@Nullable Throwable> done);

  /**
   * Sends a binary message, like {@link #send(String, Consumer)}. The caller must not modify {@code
   * bytes} until {@code done} is called.
   */
  void send(ByteBuffer bytes, Consumer<@Nullable Throwable> done);

  /** Sends a ping. It must not be called while a message is being sent. */
  void ping();

  void close(int code);
}
