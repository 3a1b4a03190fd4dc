/** A blob store in a directory of a file system. */
@NullMarked
package io.sealcast.storage.local;

import org.jspecify.annotations.NullMarked;
