/** Streams by WebSocket: the endpoint, its connections, and what is spoken on them. */
package io.sealcast.gateway.websocket;
