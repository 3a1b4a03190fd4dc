/** How a video comes in: streaming uploads, encrypted as they arrive. */
@NullMarked
package io.sealcast.ingest;

import org.jspecify.annotations.NullMarked;
