package io.sealcast.media.ffmpeg;

import io.sealcast.media.Ladder;
import java.util.ArrayList;
import java.util.List;

/** Builds ffmpeg's arguments for a rung of the ladder, which is made of a rendition. */
final class RungCommand {
  /**
   * The arguments before the input. Without them, ffmpeg would subtract the time at which the first
   * picture is shown.
   */
  static final List<String> INPUT = List.of("-copyts");

  /** Largest bit rate in bits per second and pixel, over a second. */
  private static final double MAX_BITS = 3.5;

  private static final long LOWEST_RATE = 250_000;

  private RungCommand() {}

  /**
   * Returns the arguments after the input.
   *
   * @param url where the rung is sent to
   */
  static List<String> outputs(Ladder.Size size, String encoder, int threads, String url) {
    List<String> args = new ArrayList<>();
    add(args, "-progress pipe:1 -map 0:v:0 -map_metadata -1 -map_chapters -1");
    add(args, "-vf scale=" + size.width() + ":" + size.height() + ",setsar=1,format=yuv420p");
    // each picture of the rendition keeps its time, and each of its keyframes becomes one
    add(args, "-fps_mode passthrough -enc_time_base demux -force_key_frames source");
    add(args, "-threads:v " + threads + " -c:v " + encoder);
    long rate = maxRate(size);
    if (encoder.equals("libx264")) {
      add(args, "-preset veryfast -crf 23 -profile:v high -bf 0 -sc_threshold 0 -g 100000");
      add(args, "-maxrate " + rate + " -bufsize " + 2 * rate);
    } else {
      add(args, "-profile:v high -g 100000 -b:v " + rate * 2 / 3);
    }
    add(args, "-movflags +frag_keyframe+delay_moov+default_base_moof+skip_trailer");
    // see RenditionCommand
    add(args, "-f mp4 -method PUT -send_expect_100 1");
    args.add(url);
    return args;
  }

  /** Returns the largest bit rate in bits per second over two seconds. */
  private static long maxRate(Ladder.Size size) {
    return Math.max(LOWEST_RATE, Math.round(MAX_BITS * size.width() * size.height()));
  }

  private static void add(List<String> args, String arguments) {
    args.addAll(List.of(arguments.split(" ")));
  }
}
