/** The gateway side of streaming: stream sessions, flow control, routing of responses. */
@NullMarked
package io.sealcast.playback;

import org.jspecify.annotations.NullMarked;
