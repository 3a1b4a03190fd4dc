/** A blob store in a directory of a file system. */
package io.sealcast.storage.local;
