package io.sealcast.gateway.websocket;

import io.github.bucket4j.Bucket;
import io.sealcast.gateway.SendWindow;
import io.sealcast.playback.SerialExecutor;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's WebSocket connection with its subprotocol. At most one message is being sent; the next
 * one is created when it has been sent, so the speed of the viewer limits all stages before it.
 * Thread-safe.
 */
final class Connection {
  private static final Logger LOG = System.getLogger(Connection.class.getName());

  /** Time after which a connection is closed although its last messages weren't sent. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** Time without a message from the viewer after which a ping is sent. */
  private static final Duration PING_AFTER = Duration.ofSeconds(10);

  /** Time without a message or pong from the viewer after which the connection is closed. */
  private static final Duration SILENCE = Duration.ofSeconds(35);

  private final Socket socket;
  private final SubprotocolHandler handler;
  private final Bucket messages;
  private final AtomicBoolean flooded = new AtomicBoolean();
  private final SerialExecutor executor = new SerialExecutor(this::crashed);

  // the following fields are accessed only on the SerialExecutor
  private final Deque<Message> finalMessages = new ArrayDeque<>();
  private boolean sending;
  private boolean stalled;
  private boolean ending;
  private boolean over;

  /** Null until the connection is ending. */
  private @Nullable Instant endedAt;

  /** Null until the first message is sent. */
  private @Nullable Instant sendingSince;

  private Instant heardAt = Instant.now();
  private Instant pingedAt = heardAt;

  /**
   * Creates a connection.
   *
   * @param messages how many messages the viewer may send
   */
  Connection(Socket socket, SubprotocolHandler handler, Bucket messages) {
    this.socket = socket;
    this.handler = handler;
    this.messages = messages;
  }

  /** Starts the subprotocol, unless the connection has been ended already. */
  void start() {
    runIfOpen(
        () -> {
          if (!ending) {
            handler.start(this::runForHandler);
          }
        });
  }

  void receive(String text) {
    if (isFlooded()) {
      return;
    }
    runIfOpen(
        () -> {
          heardAt = Instant.now();
          handler.receive(text);
        });
  }

  /** Handles a pong of the viewer. */
  void heard() {
    if (!isFlooded()) {
      runIfOpen(() -> heardAt = Instant.now());
    }
  }

  /**
   * Whether the viewer has sent too many messages. The first one too many ends the connection; the
   * others are dropped here, so that they don't queue.
   */
  private boolean isFlooded() {
    if (!flooded.get() && messages.tryConsume(1)) {
      return false;
    }
    if (flooded.compareAndSet(false, true)) {
      end(
          new DomainException(
              ErrorCode.TOO_MANY_REQUESTS, "Too many messages came in a short time."));
    }
    return true;
  }

  /** Sends the reason to the viewer and closes the connection. */
  void end(DomainException why) {
    runIfOpen(() -> end(List.of(handler.failure(why), Message.Close.of(why))));
  }

  /** Closes the connection without an error message. */
  void end(Message.Close close) {
    runIfOpen(() -> end(List.of(close)));
  }

  private void end(List<Message> last) {
    if (!ending) {
      ending = true;
      endedAt = Instant.now();
      finalMessages.addAll(last);
      handler.stop();
    }
  }

  /** Handles that the socket was closed or has failed. */
  void socketClosed() {
    executor.run(this::finish);
  }

  /** Checks the timeouts. It has to be called regularly. */
  void checkTimeouts(Instant now) {
    runIfOpen(
        () -> {
          if (ending) {
            if (Objects.requireNonNull(endedAt).plus(CLOSE_TIMEOUT).isBefore(now)) {
              close(Message.Close.POLICY);
            }
          } else if (sending) {
            watch(now);
          } else {
            listen(now);
          }
        });
  }

  private void watch(Instant now) {
    if (!stalled
        && Objects.requireNonNull(sendingSince).plus(SendWindow.STALLED_AFTER).isBefore(now)) {
      stalled = true;
      handler.stalled();
    }
  }

  private void listen(Instant now) {
    if (heardAt.plus(SILENCE).isBefore(now)) {
      close(Message.Close.SERVER_ERROR);
    } else if (heardAt.plus(PING_AFTER).isBefore(now) && pingedAt.plus(PING_AFTER).isBefore(now)) {
      pingedAt = now;
      socket.ping();
    }
  }

  /**
   * Runs a task of the handler, even after the end: a subscription that is established late still
   * has to be cancelled.
   */
  private void runForHandler(Runnable task) {
    executor.run(
        () -> {
          task.run();
          pump();
        });
  }

  private void runIfOpen(Runnable task) {
    executor.run(
        () -> {
          if (!over) {
            task.run();
            pump();
          }
        });
  }

  private void pump() {
    if (sending || over) {
      return;
    }
    Message message = ending ? finalMessages.poll() : handler.next();
    if (message instanceof Message.Text text) {
      beginSending();
      socket.send(text.json(), this::sent);
    } else if (message instanceof Message.Binary binary) {
      beginSending();
      socket.send(binary.bytes(), this::sent);
    } else if (message instanceof Message.Close last) {
      close(last);
    }
  }

  private void beginSending() {
    sending = true;
    stalled = false;
    sendingSince = Instant.now();
  }

  private void sent(@Nullable Throwable failure) {
    executor.run(
        () -> {
          sending = false;
          if (failure != null) {
            close(Message.Close.SERVER_ERROR);
          } else if (!over) {
            heardAt = Instant.now(); // a socket that sends data is alive
            if (!ending) {
              handler.sent();
            }
            pump();
          }
        });
  }

  private void close(Message.Close last) {
    if (!over) {
      finish();
      socket.close(last.code());
    }
  }

  private void finish() {
    if (!over) {
      over = true;
      if (!ending) {
        ending = true;
        handler.stop();
      }
    }
  }

  private void crashed(Throwable e) {
    LOG.log(Level.WARNING, "A WebSocket's handler failed; the socket is closed.", e);
    if (!over && !ending) {
      end(
          e instanceof DomainException known
              ? known
              : new DomainException(ErrorCode.INTERNAL_ERROR, e));
    } else {
      socketClosed();
    }
  }
}
