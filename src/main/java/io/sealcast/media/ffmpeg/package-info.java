/** Processes media with ffmpeg. This is the only package that starts child processes. */
@NullMarked
package io.sealcast.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
