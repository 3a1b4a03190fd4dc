/** The port for storing ciphertext: opaque bytes, ranged reads and atomic publication. */
@NullMarked
package io.sealcast.storage;

import org.jspecify.annotations.NullMarked;
