/** ffmpeg as a child process; the only package that starts one. */
package io.sealcast.media.ffmpeg;
