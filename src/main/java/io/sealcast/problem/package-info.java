/** Stable error codes and the one exception that carries them to a caller. */
@NullMarked
package io.sealcast.problem;

import org.jspecify.annotations.NullMarked;
