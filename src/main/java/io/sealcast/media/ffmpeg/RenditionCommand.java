package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The arguments behind ffmpeg's input that make a planned rendition. */
final class RenditionCommand {
  /** Seconds of a segment. */
  static final int SEGMENT = 2;

  private static final int MAX_FRAME_RATE = 60;
  private static final double USUAL_FRAME_RATE = 30;

  private final MediaInfo info;
  private final RenditionPlan plan;
  private final String encoder;
  private final int threads;

  RenditionCommand(MediaInfo info, RenditionPlan plan, String encoder, int threads) {
    this.info = info;
    this.plan = plan;
    this.encoder = encoder;
    this.threads = threads;
  }

  List<String> arguments(String outputUrl) {
    List<String> args = new ArrayList<>();
    add(args, "-progress pipe:1 -map 0:" + info.video().index());
    info.audio().ifPresent(audio -> add(args, "-map 0:" + audio.index()));
    // nothing of where and by whom it was recorded goes into what others may see
    add(args, "-map_metadata -1 -map_chapters -1 -sn -dn");
    video(args);
    if (info.audio().isPresent()) {
      audio(args);
    }
    add(
        args,
        "-movflags +frag_keyframe+empty_moov+default_base_moof+skip_trailer -f mp4 -method PUT");
    args.add(outputUrl);
    return args;
  }

  private void video(List<String> args) {
    if (plan.copyVideo()) {
      add(args, "-c:v copy");
      return;
    }
    args.addAll(List.of("-vf", filters()));
    add(args, "-fpsmax " + MAX_FRAME_RATE + " -threads:v " + threads);
    add(args, "-c:v " + encoder + " -pix_fmt yuv420p");
    if (encoder.equals("libx264")) {
      // no B-frames: the first picture is then at 0 without edit lists or negative offsets, which
      // players read differently
      add(args, "-preset veryfast -crf 23 -profile:v high -bf 0 -sc_threshold 0 -g 600");
      add(args, "-maxrate 8M -bufsize 16M");
    } else {
      add(args, "-profile:v high -g 600 -b:v " + bitrate());
    }
    args.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*" + SEGMENT + ")"));
  }

  private String filters() {
    List<String> filters = new ArrayList<>();
    MediaInfo.Video video = info.video();
    if (video.interlaced()) {
      filters.add("yadif=deint=interlaced");
    }
    if (video.start() - info.start() > 0.05) {
      // the first picture stands until it moves, so that picture and sound begin together
      filters.add(String.format(Locale.ROOT, "fps=fps=%.5f:start_time=0", frameRate()));
    }
    filters.add("scale=" + plan.width() + ":" + plan.height() + ":out_range=tv");
    filters.add("setsar=1");
    filters.add("format=yuv420p");
    return String.join(",", filters);
  }

  private double frameRate() {
    double rate = info.video().frameRate();
    return rate >= 1 ? Math.min(rate, MAX_FRAME_RATE) : USUAL_FRAME_RATE;
  }

  /** About a tenth of a bit for a pixel. */
  private long bitrate() {
    long pixels = (long) plan.width() * plan.height();
    return Math.max(200_000, Math.round(pixels * Math.max(15, frameRate()) * 0.1));
  }

  private void audio(List<String> args) {
    add(
        args,
        plan.copyAudio()
            ? "-c:a copy"
            : "-c:a aac -b:a 128k -ac 2 -ar 48000 -af aresample=async=1000:first_pts=0");
  }

  private static void add(List<String> args, String words) {
    args.addAll(List.of(words.split(" ")));
  }
}
