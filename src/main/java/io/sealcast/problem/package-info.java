/** Stable error codes and the one exception that carries them to a caller. */
package io.sealcast.problem;
