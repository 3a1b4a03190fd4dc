/** Streams by WebSocket: the endpoint, its connections, and the subprotocols. */
@NullMarked
package io.sealcast.gateway.websocket;

import org.jspecify.annotations.NullMarked;
