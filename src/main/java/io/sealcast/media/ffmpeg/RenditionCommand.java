package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The arguments around ffmpeg's inputs that make a planned rendition. */
final class RenditionCommand {
  /** Seconds of a segment. */
  static final int SEGMENT = 2;

  /** The name of the sound that was brought to one format. */
  private static final String UNIFIED = "[sound]";

  private final MediaInfo info;
  private final RenditionPlan plan;
  private final String encoder;
  private final ColorFilters colors;
  private final PictureFilters filters;
  private final int threads;

  /**
   * @param convertColors whether the ffmpeg in use can convert colours
   */
  RenditionCommand(
      MediaInfo info,
      RenditionPlan plan,
      String frameRate,
      String encoder,
      boolean convertColors,
      int threads) {
    this.info = info;
    this.plan = plan;
    this.encoder = encoder;
    this.colors = new ColorFilters(info.video(), convertColors);
    this.filters = new PictureFilters(info.video(), plan, frameRate, colors);
    this.threads = threads;
  }

  /** What goes before each input. ffmpeg subtracts what the file claims as its start by itself. */
  List<List<String>> inputs() {
    double picture = info.video().start();
    double sound = info.audio().map(MediaInfo.Audio::start).orElse(picture);
    if (plan.hasSound() && plan.separateSound()) {
      return List.of(input(picture), input(sound));
    }
    return List.of(input(plan.hasSound() ? Math.min(picture, sound) : picture));
  }

  private List<String> input(double start) {
    List<String> args = new ArrayList<>(offset(start));
    if (!plan.copyVideo() && filters.takeAnySize()) {
      add(args, "-reinit_filter:v 0");
    }
    return args;
  }

  /**
   * Brings the origin to 0.
   *
   * @param start seconds at which the first of the streams in use begins: that is what ffmpeg
   *     subtracts where a clock may jump (ffmpeg_demux.c, correct_input_start_times); elsewhere it
   *     subtracts the whole file's start
   */
  private List<String> offset(double start) {
    double subtracted = TimestampJoin.mayJump(info.container()) ? start : info.start();
    return List.of("-itsoffset", seconds(subtracted - plan.origin()));
  }

  List<String> outputs(String url) {
    List<String> args = new ArrayList<>();
    boolean unify = plan.sound() == RenditionPlan.Sound.UNIFY;
    if (unify) {
      unified(args);
    }
    add(args, "-progress pipe:1 -map 0:" + info.video().index());
    if (plan.hasSound()) {
      add(args, "-map " + (unify ? UNIFIED : soundStream()));
    }
    // nothing of where and by whom it was recorded goes into what others may see
    add(args, "-map_metadata -1 -map_chapters -1 -sn -dn");
    video(args);
    if (plan.hasSound()) {
      audio(args);
    }
    // damaged parts are left out, whatever their share, and sound may begin late
    add(args, "-max_error_rate 1 -max_muxing_queue_size 65536");
    // The moov waits for the first fragment, so that its edit lists can say how far pictures are
    // reordered and how many samples the sound's encoder put in front: without them players show
    // copied pictures late against the sound.
    add(args, "-movflags +frag_keyframe+delay_moov+default_base_moof+skip_trailer");
    add(args, "-f mp4 -method PUT");
    args.add(url);
    return args;
  }

  private String soundStream() {
    return (plan.separateSound() ? 1 : 0) + ":" + info.audio().get().index();
  }

  /**
   * Where channels or rate change, ffmpeg sets up all filters anew, and they would count the time
   * from 0 once more. So an output of its own brings the sound to one format, and the filters read
   * what a decoder makes of that.
   */
  private void unified(List<String> args) {
    add(args, "-map " + soundStream() + " -map_metadata -1 -c:a pcm_f32le -ac 2 -ar 48000");
    ChannelMix.filter(info.audio().get()).ifPresent(mix -> add(args, "-af " + mix));
    add(args, "-f null - -dec 0:0 -filter_complex [dec:0]" + soundFilters() + UNIFIED);
  }

  private void video(List<String> args) {
    if (plan.copyVideo()) {
      add(args, "-c:v copy");
      return;
    }
    args.addAll(List.of("-vf", filters.chain()));
    add(args, "-threads:v " + threads + " -c:v " + encoder + " -pix_fmt yuv420p");
    if (encoder.equals("libx264")) {
      add(args, "-preset veryfast -crf 23 -profile:v high -bf 0 -sc_threshold 0 -g 600");
      add(args, "-maxrate 8M -bufsize 16M");
    } else {
      add(args, "-profile:v high -g 600 -b:v " + bitrate());
    }
    args.addAll(colors.tags());
    args.addAll(List.of("-force_key_frames", "expr:gte(t,n_forced*" + SEGMENT + ")"));
  }

  /** About a tenth of a bit for a pixel. */
  private long bitrate() {
    long pixels = (long) plan.width() * plan.height();
    double rate = Math.max(15, Math.min(60, info.video().frameRate()));
    return Math.max(200_000, Math.round(pixels * rate * 0.1));
  }

  private void audio(List<String> args) {
    if (plan.sound() == RenditionPlan.Sound.COPY) {
      add(args, "-c:a copy");
      return;
    }
    add(args, "-c:a aac -b:a 160k -ac 2 -ar 48000");
    if (plan.sound() == RenditionPlan.Sound.ENCODE) {
      String mix = ChannelMix.filter(info.audio().get()).map(filter -> filter + ",").orElse("");
      add(args, "-af " + mix + soundFilters());
    }
  }

  /**
   * Holes are filled with silence from 20 ms on, what begins late begins with silence, what ends
   * early ends with it: players count the samples and take no notice of times.
   */
  private String soundFilters() {
    String filters = "aresample=async=1:min_hard_comp=0.02:first_pts=0";
    if (plan.length() > 0) {
      filters += ",apad=whole_dur=" + seconds(plan.length());
      filters += ",atrim=end=" + seconds(plan.length());
    }
    return filters;
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private static void add(List<String> args, String words) {
    args.addAll(List.of(words.split(" ")));
  }
}
