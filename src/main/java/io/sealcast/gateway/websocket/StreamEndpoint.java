package io.sealcast.gateway.websocket;

import io.sealcast.account.Viewer;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of a viewer's WebSocket, with one instance per connection. {@link HandshakeFilter}
 * has checked the access. It isn't an annotated endpoint, since Liberty sends the names of such an
 * endpoint's class and method to the caller of a message that is too long.
 */
@Dependent
public class StreamEndpoint extends Endpoint {
  private static final String REQUEST_ID = "request_id";

  static final String PATH = "/api/ws/stream/{" + REQUEST_ID + "}";

  @Inject private StreamSessions sessions;
  @Inject private Subprotocols subprotocols;
  @Inject private ConnectionRegistry connections;
  @Inject private SocketBudgets budgets;

  private volatile @Nullable Connection connection;

  /** Called after the handshake. */
  @Override
  public void onOpen(Session socket, EndpointConfig config) {
    socket.setMaxTextMessageBufferSize(SubprotocolHandler.MAX_TEXT_BYTES);
    socket.setMaxBinaryMessageBufferSize(SubprotocolHandler.MAX_TEXT_BYTES);
    socket.setMaxIdleTimeout(0); // ConnectionRegistry checks the timeouts instead
    SubprotocolHandlerFactory factory = subprotocols.require(socket.getNegotiatedSubprotocol());
    StreamSession session;
    SubprotocolHandler handler;
    try {
      Viewer viewer = StreamEndpointConfigurator.viewerOf(socket);
      session = sessions.require(viewer, socket.getPathParameters().getOrDefault(REQUEST_ID, ""));
      handler = factory.create(session);
    } catch (DomainException e) {
      // the session ended during the handshake, or its video can't be played
      refuse(socket, e);
      return;
    }
    Connection opened = new Connection(connections.socketOf(socket), handler, budgets.messages());
    connection = opened;
    socket.addMessageHandler(String.class, opened::receive);
    // no subprotocol permits binary messages
    socket.addMessageHandler(
        ByteBuffer.class, bytes -> opened.end(Message.Close.UNACCEPTABLE_DATA));
    socket.addMessageHandler(PongMessage.class, pong -> opened.heard());
    try {
      String signIn = StreamEndpointConfigurator.signInOf(config);
      connections.add(socket.getId(), session, signIn, factory.buffersText(), opened);
      opened.start();
    } catch (DomainException e) {
      opened.end(e);
    }
  }

  private void refuse(Session socket, DomainException why) {
    connections.socketOf(socket).close(Message.Close.of(why).code());
  }

  /** Called when either side has closed the connection. */
  @Override
  public void onClose(Session socket, CloseReason reason) {
    Connection ended = connection;
    if (ended != null) {
      connections.remove(socket.getId());
      ended.socketClosed();
    }
  }

  /**
   * Called when the connection has failed or a message was too long. The container then closes the
   * connection, which calls {@link #onClose}.
   */
  @Override
  public void onError(Session socket, Throwable why) {
    Connection ended = connection;
    if (ended != null) {
      ended.end(Message.Close.POLICY);
    }
  }
}
