/** The stable error codes, the exception that carries them, and their representation in HTTP. */
@NullMarked
package io.sealcast.problem;

import org.jspecify.annotations.NullMarked;
