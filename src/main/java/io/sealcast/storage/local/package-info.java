/** Blobs as files below one directory. */
package io.sealcast.storage.local;
