/** The port to wherever ciphertext lies: opaque bytes, ranges, atomic publish. */
package io.sealcast.storage;
