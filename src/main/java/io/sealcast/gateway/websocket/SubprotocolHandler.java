package io.sealcast.gateway.websocket;

import io.sealcast.problem.DomainException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server side of a subprotocol on one connection. Calls don't overlap. */
interface SubprotocolHandler {
  /**
   * Maximum length of a viewer's message in bytes; the name of an object has at most 64 characters.
   */
  int MAX_TEXT_BYTES = 4 * 1024;

  /**
   * Starts the protocol.
   *
   * @param executor runs a task between the other calls, and then sends the next message
   */
  void start(Consumer<Runnable> executor);

  /** Handles a text message. */
  void receive(String text);

  /** Returns the next message to send, or null when there is none at present. */
  @Nullable Message next();

  /** Handles that the last message of {@link #next} was sent. */
  void sent();

  /**
   * Handles that the last message of {@link #next} can't be sent, since the viewer has stopped
   * reading. The handler discards what waits behind it, and fetches that again after {@link #sent}.
   */
  void stalled();

  /** Returns the message that tells the viewer why the connection ends. */
  Message.Text failure(DomainException why);

  /** Releases all resources. No other method is called afterwards. */
  void stop();
}
