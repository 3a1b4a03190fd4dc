package io.sealcast.media.ffmpeg;

import io.sealcast.media.Ladder;
import io.sealcast.media.MediaTools;
import io.sealcast.media.RungPlan;
import io.sealcast.media.SegmentStarts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Builds ffmpeg's arguments for a part of a rung of the ladder, which is made of a rendition. */
final class RungCommand {
  /**
   * The arguments before the input. Without them, ffmpeg would subtract the time at which the first
   * picture is shown.
   */
  static final List<String> INPUT = List.of("-copyts");

  /**
   * Largest product of pixels and level of parallelism: SVT-AV1 needs 2.2 GiB of address space with
   * it, for one picture of 2160p or four of 1080p.
   */
  private static final long MAX_AV1_PIXELS = 3840L * 2160;

  private static final int MAX_AV1_PARALLELISM = 4;

  /** Seconds by which a time is moved back so that it isn't rounded to one after its picture. */
  private static final double ROUNDING = 0.002;

  /** The highest frame rate that SVT-AV1 accepts. */
  private static final double MAX_AV1_RATE = 240;

  /** The levels by the number of macroblocks that they allow in a second. */
  private static final NavigableMap<Long, String> LEVELS =
      new TreeMap<>(
          Map.of(
              40_500L,
              "3.0",
              108_000L,
              "3.1",
              216_000L,
              "3.2",
              522_240L,
              "4.2",
              983_040L,
              "5.1",
              2_073_600L,
              "5.2"));

  private RungCommand() {}

  /**
   * Returns the arguments after the input. They make the same initialization segment for all parts
   * of a rung, and times that count from the beginning of the rendition for each.
   *
   * @param url where the rung is sent to
   */
  static List<String> outputs(RungPlan plan, String encoder, int threads, String url) {
    Ladder.Size size = plan.size();
    List<String> args = new ArrayList<>();
    add(args, "-progress pipe:1 -map 0:v:0 -map_metadata -1 -map_chapters -1");
    add(args, "-vf scale=" + size.width() + ":" + size.height() + ",setsar=1,format=yuv420p");
    // each picture of the rendition keeps its time, and each of its keyframes becomes one
    add(args, "-fps_mode passthrough -enc_time_base demux");
    args.addAll(List.of("-force_key_frames", keyframes(plan.starts())));
    add(args, "-threads:v " + threads + " -c:v " + encoder + " -g 100000");
    add(args, encoding(plan, encoder, threads));
    add(args, "-movflags +frag_keyframe+delay_moov+default_base_moof+skip_trailer+frag_discont");
    // see RenditionCommand
    add(args, "-f mp4 -method PUT -send_expect_100 1");
    args.add(url);
    return args;
  }

  /**
   * Returns which pictures become keyframes: those of the rendition, and the first ones at or after
   * the times that divide its long segments.
   */
  private static String keyframes(SegmentStarts starts) {
    SegmentStarts divided = starts.divided();
    return divided.count() == starts.count()
        ? "source"
        : divided.starts().stream()
            .map(time -> RenditionCommand.seconds(Math.max(0, time - ROUNDING)))
            .collect(Collectors.joining(","));
  }

  private static String encoding(RungPlan plan, String encoder, int threads) {
    long rate = plan.maxBitrate();
    String capped = " -maxrate " + rate + " -bufsize " + 2 * rate;
    return switch (encoder) {
      case "libx264" ->
          "-preset veryfast -crf 23 -profile:v high -bf 0 -sc_threshold 0 -level "
              + level(plan.size())
              + " -x264-params stitchable=1"
              + capped;
      case MediaTools.AV1_ENCODER ->
          "-preset 8 -crf 35 -svtav1-params enable-force-key-frames=1:lp="
              + parallelism(plan.size(), threads)
              + frameRate(plan)
              + capped;
      default -> "-profile:v high -b:v " + rate * 2 / 3;
    };
  }

  /** Returns the level of parallelism of SVT-AV1, which isn't a number of threads, from 1. */
  private static long parallelism(Ladder.Size size, int threads) {
    long affordable = MAX_AV1_PIXELS / ((long) size.width() * size.height());
    return Math.max(1, Math.min(threads, Math.min(MAX_AV1_PARALLELISM, affordable)));
  }

  /**
   * Returns the frame rate, of which SVT-AV1 chooses the level and what a bit rate means. ffmpeg
   * estimates another one for each part, and may take the time unit for it.
   */
  private static String frameRate(RungPlan plan) {
    double rate = Math.max(1, Math.min(MAX_AV1_RATE, plan.frameRate()));
    return ":fps-num=" + Math.round(rate * 1000) + ":fps-denom=1000";
  }

  /**
   * Returns the lowest level of H.264 whose limits allow 60 pictures a second of a size (table A-1
   * of the standard). By itself, x264 chooses one by the frame rate, which ffmpeg estimates for
   * each part.
   */
  static String level(Ladder.Size size) {
    long macroblocks = ((size.width() + 15L) / 16) * ((size.height() + 15) / 16);
    Map.Entry<Long, String> lowest = LEVELS.ceilingEntry(macroblocks * 60);
    return lowest == null ? "6.2" : lowest.getValue();
  }

  private static void add(List<String> args, String arguments) {
    args.addAll(List.of(arguments.split(" ")));
  }
}
