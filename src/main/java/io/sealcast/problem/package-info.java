/** The stable error codes, the exception that carries them, and their representation in HTTP. */
package io.sealcast.problem;
