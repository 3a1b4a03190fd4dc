/**
 * The origin of requests. No other package interprets the headers {@code Origin} and {@code Host}.
 */
@NullMarked
package io.sealcast.origin;

import org.jspecify.annotations.NullMarked;
