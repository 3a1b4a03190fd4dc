package io.sealcast.gateway.websocket;

import io.sealcast.problem.DomainException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is spoken on one socket; made by a {@link SubprotocolHandlerFactory}. All calls come one
 * after another.
 */
interface SubprotocolHandler {
  /** No message of a viewer's is longer; an object's name has at most 64 characters. */
  int MAX_TEXT_BYTES = 4 * 1024;

  /**
   * Begins.
   *
   * @param executor runs a step between the other calls, and sends what it brought about
   */
  void start(Consumer<Runnable> executor);

  /** A text message came. */
  void receive(String text);

  /** What to send next, or null when there is nothing at present. */
  @Nullable Message next();

  /** What {@link #next} gave last has left; there is room again. */
  void sent();

  /**
   * What {@link #next} gave last doesn't leave: the viewer has stopped reading. What waits behind
   * it is given up, and fetched again after {@link #sent}.
   */
  void stalled();

  /** The message that tells the viewer why all ends. */
  Message.Text failure(DomainException why);

  /** Frees everything at once; nothing else is called after it. */
  void stop();
}
