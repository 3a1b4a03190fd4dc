/** Whose page a request comes from: the one place that reads {@code Origin} and {@code Host}. */
@NullMarked
package io.sealcast.origin;

import org.jspecify.annotations.NullMarked;
