/** The processor side of streaming: answers range requests. */
@NullMarked
package io.sealcast.delivery;

import org.jspecify.annotations.NullMarked;
