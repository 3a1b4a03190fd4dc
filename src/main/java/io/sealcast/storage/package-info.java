/** The port to wherever ciphertext lies: opaque bytes, ranges, atomic publish. */
@NullMarked
package io.sealcast.storage;

import org.jspecify.annotations.NullMarked;
