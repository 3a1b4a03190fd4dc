/** The gateway's side of streaming: stream sessions, flow control and routing of responses. */
@NullMarked
package io.sealcast.playback;

import org.jspecify.annotations.NullMarked;
