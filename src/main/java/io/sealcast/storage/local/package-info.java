/** Blobs as files below one directory. */
@NullMarked
package io.sealcast.storage.local;

import org.jspecify.annotations.NullMarked;
