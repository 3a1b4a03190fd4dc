package io.sealcast.gateway.websocket;

import io.sealcast.playback.StreamSession;

/**
 * Makes the handlers of one subprotocol. Each bean of this type is one that viewers may ask for.
 */
interface SubprotocolHandlerFactory {
  /** What a viewer speaks who names no subprotocol, or none that is known. */
  String NO_SUBPROTOCOL = "";

  /** The subprotocol as it is negotiated, or {@link #NO_SUBPROTOCOL}. Each name is used once. */
  String name();

  /**
   * Whether whole chunks lie in memory as text until the viewer has taken them. Of such sockets an
   * instance has fewer: see {@code sealcast.gateway.simple-sockets}.
   */
  boolean buffersText();

  /** The handler of one socket. */
  SubprotocolHandler create(StreamSession session);
}
