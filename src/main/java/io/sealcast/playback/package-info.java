/** The gateway side of streaming: stream sessions, flow control, routing of responses. */
package io.sealcast.playback;
