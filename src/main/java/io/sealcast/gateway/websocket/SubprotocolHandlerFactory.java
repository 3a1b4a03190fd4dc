package io.sealcast.gateway.websocket;

import io.sealcast.playback.StreamSession;

/** Creates the handlers of a subprotocol. Each bean of this type adds a subprotocol. */
interface SubprotocolHandlerFactory {
  /** The name for viewers that request no subprotocol, or only unknown ones. */
  String NO_SUBPROTOCOL = "";

  /** Returns the unique name of the subprotocol in the handshake, or {@link #NO_SUBPROTOCOL}. */
  String name();

  /**
   * Whether the handlers keep whole chunks as text in memory until the viewer has read them. The
   * number of such connections has a lower limit, {@code sealcast.gateway.simple-sockets}.
   */
  boolean buffersText();

  /** Creates the handler of a connection. */
  SubprotocolHandler create(StreamSession session);
}
