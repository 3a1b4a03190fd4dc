/** Receiving videos: uploads are streamed and encrypted while they arrive. */
package io.sealcast.ingest;
