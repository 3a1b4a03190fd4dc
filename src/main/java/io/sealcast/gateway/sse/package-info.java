/** Server-Sent Events: the simple contract of a stream, and the changes of videos. */
@NullMarked
package io.sealcast.gateway.sse;

import org.jspecify.annotations.NullMarked;
