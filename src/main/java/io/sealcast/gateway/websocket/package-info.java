/** Streams by WebSocket: the endpoint, its connections, and what is spoken on them. */
@NullMarked
package io.sealcast.gateway.websocket;

import org.jspecify.annotations.NullMarked;
