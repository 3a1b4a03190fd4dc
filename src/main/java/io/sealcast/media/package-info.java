/**
 * The ports for processing media: probing, transcoding and indexing. The adapter is {@code
 * media.ffmpeg}.
 */
package io.sealcast.media;
