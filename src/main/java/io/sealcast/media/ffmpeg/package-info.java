/** ffmpeg as a child process; the only package that starts one. */
@NullMarked
package io.sealcast.media.ffmpeg;

import org.jspecify.annotations.NullMarked;
