package io.sealcast.gateway.websocket;

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
import org.jspecify.annotations.Nullable;

/**
 * One viewer's socket and what is spoken on it. At most one message is being sent, and the next is
 * only made when that has left: the viewer's pace is the whole chain's pace.
 */
final class Connection {
  private static final Logger LOG = System.getLogger(Connection.class.getName());

  /** How long a viewer who reads nothing may keep the farewell waiting. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  /** A viewer silent for so long is asked for a sign of life … */
  private static final Duration PING_AFTER = Duration.ofSeconds(10);

  /** … and after so long is gone. */
  private static final Duration SILENCE = Duration.ofSeconds(35);

  private final Socket socket;
  private final SubprotocolHandler handler;
  private final SerialExecutor executor = new SerialExecutor(this::crashed);

  // Of the serial steps only.
  private final Deque<Message> finalMessages = new ArrayDeque<>();
  private boolean sending;
  private boolean stalled;
  private boolean ending;
  private boolean over;

  /** Null until it is ending. */
  private @Nullable Instant endedAt;

  /** Null until something is sent. */
  private @Nullable Instant sendingSince;

  private Instant heardAt = Instant.now();
  private Instant pingedAt = heardAt;

  Connection(Socket socket, SubprotocolHandler handler) {
    this.socket = socket;
    this.handler = handler;
  }

  /** Starts the subprotocol, unless the connection was told to end before. */
  void start() {
    step(
        () -> {
          if (!ending) {
            handler.start(this::handlerStep);
          }
        });
  }

  void receive(String text) {
    step(
        () -> {
          heardAt = Instant.now();
          handler.receive(text);
        });
  }

  /** The viewer gave a sign of life. */
  void heard() {
    step(() -> heardAt = Instant.now());
  }

  /** Tells the viewer why, and closes. */
  void end(DomainException why) {
    step(() -> end(List.of(handler.failure(why), Message.Close.of(why))));
  }

  /** Closes without a word, for what no word would reach. */
  void end(Message.Close close) {
    step(() -> end(List.of(close)));
  }

  private void end(List<Message> last) {
    if (!ending) {
      ending = true;
      endedAt = Instant.now();
      finalMessages.addAll(last);
      handler.stop();
    }
  }

  /** The socket is closed or broken. */
  void gone() {
    executor.run(this::finish);
  }

  /** Looks after a socket on which little happens; to be called every now and then. */
  void checkTimeouts(Instant now) {
    step(
        () -> {
          if (ending) {
            if (Objects.requireNonNull(endedAt).plus(FAREWELL).isBefore(now)) {
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

  /** Also when all is over: a subscription that comes late must still be cancelled. */
  private void handlerStep(Runnable what) {
    executor.run(
        () -> {
          what.run();
          pump();
        });
  }

  private void step(Runnable what) {
    executor.run(
        () -> {
          if (!over) {
            what.run();
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
            heardAt = Instant.now(); // a socket that takes bytes is alive
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
      gone();
    }
  }
}
