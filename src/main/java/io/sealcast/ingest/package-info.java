/** Receiving videos: uploads are streamed and encrypted while they arrive. */
@NullMarked
package io.sealcast.ingest;

import org.jspecify.annotations.NullMarked;
