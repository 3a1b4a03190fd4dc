package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaTools;
import java.util.ArrayList;
import java.util.List;

/**
 * How the picture of a default rendition is encoded.
 *
 * @param encoder ffmpeg's name of the encoder
 * @param threads number of its threads
 * @param maxBitrate largest bit rate in bits per second
 * @param bitrate bit rate in bits per second, for an encoder that needs one
 */
record PictureEncoding(String encoder, int threads, long maxBitrate, long bitrate) {
  List<String> arguments() {
    List<String> args = new ArrayList<>();
    RenditionCommand.add(args, "-threads:v " + threads + " -c:v " + encoder + " -pix_fmt yuv420p");
    if (encoder.equals(MediaTools.X264)) {
      RenditionCommand.add(
          args, "-preset veryfast -crf 23 -profile:v high -bf 0 -sc_threshold 0 -g 600");
      RenditionCommand.add(args, "-maxrate " + maxBitrate + " -bufsize " + 2 * maxBitrate);
    } else {
      RenditionCommand.add(args, "-profile:v high -g 600 -b:v " + bitrate);
    }
    return args;
  }
}
