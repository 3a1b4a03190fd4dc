/** The ports to whatever understands video: probe, transcode, index. */
package io.sealcast.media;
