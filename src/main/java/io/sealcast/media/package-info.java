/** The ports to whatever understands video: probe, transcode, index. */
@NullMarked
package io.sealcast.media;

import org.jspecify.annotations.NullMarked;
