/** The port for storing ciphertext: opaque bytes, ranged reads and atomic publication. */
package io.sealcast.storage;
