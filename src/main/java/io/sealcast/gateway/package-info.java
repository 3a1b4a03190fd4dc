/** Translation only: WebSocket, SSE, HTTP ranges and manifests over playback. */
package io.sealcast.gateway;
