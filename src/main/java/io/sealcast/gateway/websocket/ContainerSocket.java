package io.sealcast.gateway.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Adapts a session of Jakarta WebSocket. */
final class ContainerSocket implements Socket {
  private static final Logger LOG = System.getLogger(ContainerSocket.class.getName());

  /**
   * Disables the timeout for sending, since a viewer may pause reading for any time. Liberty would
   * replace 0 by the timeout of its TCP channel, one minute.
   */
  private static final long NO_TIMEOUT = -1;

  private final Session session;
  private final Executor executor;
  private final LongAdder bytes;

  /**
   * Adapts a session.
   *
   * @param executor runs the operations for which the container blocks its caller
   * @param bytes counter of the sent bytes
   */
  ContainerSocket(Session session, Executor executor, LongAdder bytes) {
    this.session = session;
    this.executor = executor;
    this.bytes = bytes;
  }

  @Override
  public void send(String text, Consumer<@Nullable Throwable> done) {
    bytes.add(text.length());
    try {
      remote().sendText(text, result -> done.accept(failure(result)));
    } catch (RuntimeException e) {
      done.accept(e);
    }
  }

  @Override
  public void send(ByteBuffer message, Consumer<@Nullable Throwable> done) {
    bytes.add(message.remaining());
    try {
      remote().sendBinary(message, result -> done.accept(failure(result)));
    } catch (RuntimeException e) {
      done.accept(e);
    }
  }

  private RemoteEndpoint.Async remote() {
    RemoteEndpoint.Async remote = session.getAsyncRemote();
    remote.setSendTimeout(NO_TIMEOUT);
    return remote;
  }

  private static @Nullable Throwable failure(SendResult result) {
    if (result.isOK()) {
      return null;
    }
    return result.getException() == null ? new IOException("not sent") : result.getException();
  }

  @Override
  public void ping() {
    try {
      session.getAsyncRemote().sendPing(ByteBuffer.allocate(0));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.DEBUG, "A ping could not be sent.", e); // the missing pong ends the connection
    }
  }

  @Override
  public void close(int code) {
    executor.execute(
        () -> {
          try {
            session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), ""));
          } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "A socket was closed already.", e);
          }
        });
  }
}
