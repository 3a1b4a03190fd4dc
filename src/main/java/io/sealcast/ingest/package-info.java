/** How a video comes in: streaming uploads, encrypted as they arrive. */
package io.sealcast.ingest;
