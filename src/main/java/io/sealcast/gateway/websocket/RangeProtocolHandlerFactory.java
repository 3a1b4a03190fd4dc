package io.sealcast.gateway.websocket;

import io.sealcast.playback.StreamSession;
import io.sealcast.playback.StreamSessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Creates the handlers of {@code sealcast.range.v1}. */
@ApplicationScoped
class RangeProtocolHandlerFactory implements SubprotocolHandlerFactory {
  @Inject private StreamSessions sessions;
  @Inject private SocketBudgets budgets;

  @Override
  public String name() {
    return RangeMessages.SUBPROTOCOL;
  }

  @Override
  public boolean buffersText() {
    return false;
  }

  @Override
  public SubprotocolHandler create(StreamSession session) {
    return new RangeProtocolHandler(sessions, session, budgets);
  }
}
