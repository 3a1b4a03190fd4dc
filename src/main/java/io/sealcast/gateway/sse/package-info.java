/** Server-Sent Events: the simple contract of a stream, and changes of videos. */
package io.sealcast.gateway.sse;
