/** The objects of a stream by plain HTTP, with range requests. */
@NullMarked
package io.sealcast.gateway.http;

import org.jspecify.annotations.NullMarked;
