package io.sealcast.gateway.websocket;

import io.sealcast.account.Viewer;
import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import io.sealcast.problem.DomainException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.PongMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.PathParam;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A viewer's WebSocket; one instance each. Who may have one has been settled by {@link
 * HandshakeFilter}.
 */
@ServerEndpoint(
    value = "/api/ws/stream/{request_id}",
    configurator = StreamEndpointConfigurator.class)
@Dependent
public class StreamEndpoint {
  @Inject private StreamSessions sessions;
  @Inject private Subprotocols subprotocols;
  @Inject private ConnectionRegistry connections;

  private volatile @Nullable Connection connection;

  /** The handshake has been answered. */
  @OnOpen
  public void open(Session socket, @PathParam("request_id") String requestId) {
    socket.setMaxTextMessageBufferSize(SubprotocolHandler.MAX_TEXT_BYTES);
    socket.setMaxBinaryMessageBufferSize(SubprotocolHandler.MAX_TEXT_BYTES);
    socket.setMaxIdleTimeout(0); // ConnectionRegistry knows better who is gone
    StreamSession session;
    try {
      Viewer viewer = StreamEndpointConfigurator.viewerOf(socket);
      session = sessions.require(viewer, requestId);
    } catch (DomainException e) {
      // It ended between the handshake and now.
      refuse(socket, e);
      return;
    }
    SubprotocolHandlerFactory factory = subprotocols.require(socket.getNegotiatedSubprotocol());
    Connection opened = new Connection(connections.socketOf(socket), factory.create(session));
    connection = opened;
    try {
      connections.add(socket.getId(), session, factory.buffersText(), opened);
      opened.start();
    } catch (DomainException e) {
      opened.end(e);
    }
  }

  private void refuse(Session socket, DomainException why) {
    connections.socketOf(socket).close(Message.Close.of(why).code());
  }

  /** A text message came. */
  @OnMessage
  public void receive(String text) {
    Connection to = connection;
    if (to != null) {
      to.receive(text);
    }
  }

  /** No subprotocol has binary messages from the viewer. */
  @OnMessage
  public void receive(ByteBuffer bytes) {
    Connection to = connection;
    if (to != null) {
      to.end(Message.Close.UNACCEPTABLE_DATA);
    }
  }

  /** A sign of life. */
  @OnMessage
  public void receive(PongMessage pong) {
    Connection to = connection;
    if (to != null) {
      to.heard();
    }
  }

  /** The socket is closed, by whomever. */
  @OnClose
  public void closed(Session socket, CloseReason reason) {
    Connection gone = connection;
    if (gone != null) {
      connections.remove(socket.getId());
      gone.gone();
    }
  }

  /**
   * The connection broke, or a message was too large: the container closes, which ends the rest.
   */
  @OnError
  public void broke(Session socket, Throwable why) {
    Connection gone = connection;
    if (gone != null) {
      gone.end(Message.Close.POLICY);
    }
  }
}
