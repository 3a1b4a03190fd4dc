package io.sealcast.gateway.websocket;

import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Creates the handlers for viewers that request no known subprotocol. */
@ApplicationScoped
class SimpleStreamHandlerFactory implements SubprotocolHandlerFactory {
  @Inject private StreamSessions sessions;

  @Override
  public String name() {
    return NO_SUBPROTOCOL;
  }

  @Override
  public boolean buffersText() {
    return true;
  }

  @Override
  public SubprotocolHandler create(StreamSession session) {
    return new SimpleStreamHandler(sessions, session);
  }
}
