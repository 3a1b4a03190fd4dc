/** Processes media with ffmpeg. This is the only package that starts child processes. */
package io.sealcast.media.ffmpeg;
