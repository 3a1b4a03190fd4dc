/** Translation only: WebSocket, SSE, HTTP ranges and manifests over playback. */
@NullMarked
package io.sealcast.gateway;

import org.jspecify.annotations.NullMarked;
