package io.sealcast.media.ffmpeg;

import java.util.ArrayList;
import java.util.List;

/**
 * How the picture of a default rendition is encoded.
 *
 * @param encoder ffmpeg's name of the encoder
 * @param threads number of its threads
 * @param bitrate bit rate in bits per second, for an encoder that needs one
 */
record PictureEncoding(String encoder, int threads, long bitrate) {
  /** The encoder that limits the quality and not the bit rate. */
  static final String X264 = "libx264";

  List<String> arguments() {
    List<String> args = new ArrayList<>();
    RenditionCommand.add(args, "-threads:v " + threads + " -c:v " + encoder + " -pix_fmt yuv420p");
    if (encoder.equals(X264)) {
      RenditionCommand.add(
          args, "-preset veryfast -crf 23 -profile:v high -bf 0 -sc_threshold 0 -g 600");
      RenditionCommand.add(args, "-maxrate 8M -bufsize 16M");
    } else {
      RenditionCommand.add(args, "-profile:v high -g 600 -b:v " + bitrate);
    }
    return args;
  }
}
