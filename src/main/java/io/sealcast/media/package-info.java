/**
 * The ports for processing media: probing, transcoding and indexing. The adapter is {@code
 * media.ffmpeg}.
 */
@NullMarked
package io.sealcast.media;

import org.jspecify.annotations.NullMarked;
