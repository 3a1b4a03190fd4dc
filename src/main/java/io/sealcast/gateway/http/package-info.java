/** Objects of a stream by plain HTTP, with ranges. */
@NullMarked
package io.sealcast.gateway.http;

import org.jspecify.annotations.NullMarked;
