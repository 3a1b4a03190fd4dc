package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import io.sealcast.media.PictureRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds ffmpeg's input and output arguments for a planned rendition. */
final class RenditionCommand {
  /** Duration of a segment in seconds. */
  static final int SEGMENT = 2;

  /**
   * The largest share of a sound's packets that may be undecodable where the picture is drawn of
   * the sound: at least one in a million can be decoded. ffmpeg would fill up the whole rendition
   * with silence otherwise.
   */
  static final String NEARLY_ALL = "0.999999";

  private final MediaInfo info;
  private final RenditionPlan plan;
  private final String frameRate;
  private final String encoder;
  private final Optional<PictureFilters> filters;
  private final int threads;

  /**
   * @param convertColors whether the ffmpeg in use can convert high to standard dynamic range
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
    this.frameRate = frameRate;
    this.encoder = encoder;
    this.filters =
        info.video().map(video -> new PictureFilters(video, plan, frameRate, convertColors));
    this.threads = threads;
  }

  /**
   * Returns the arguments before each input. ffmpeg itself subtracts the start time that the file
   * claims.
   */
  List<List<String>> inputs() {
    Optional<Double> sound =
        plan.readsSound() ? info.audio().map(MediaInfo.Audio::start) : Optional.empty();
    Optional<Double> picture = info.video().map(MediaInfo.Video::start);
    if (plan.picture() == RenditionPlan.Picture.PIECES) {
      List<String> pieces = List.of("-fpsprobesize", "0");
      return sound.isPresent() ? List.of(pieces, input(sound.get())) : List.of(pieces);
    }
    if (plan.separateSound() && sound.isPresent() && picture.isPresent()) {
      return List.of(input(picture.get()), input(sound.get()));
    }
    return List.of(
        input(Stream.concat(picture.stream(), sound.stream()).min(Double::compare).get()));
  }

  private List<String> input(double start) {
    List<String> args = new ArrayList<>(offset(start));
    boolean encode = plan.picture() == RenditionPlan.Picture.ENCODE;
    if (encode && filters.filter(PictureFilters::isReusedOnResize).isPresent()) {
      add(args, "-reinit_filter:v 0");
    }
    return args;
  }

  /**
   * Returns the arguments that shift the origin to time 0.
   *
   * @param start time in seconds at which the first of the streams in use begins. ffmpeg subtracts
   *     it in formats whose clock may jump (ffmpeg_demux.c, correct_input_start_times); elsewhere
   *     it subtracts the whole file's start
   */
  private List<String> offset(double start) {
    return offset(info, start, plan.origin());
  }

  static List<String> offset(MediaInfo info, double start, double origin) {
    double subtracted = TimestampJoin.mayJump(info.container()) ? start : info.start();
    return List.of("-itsoffset", seconds(subtracted - origin));
  }

  List<String> outputs(String url) {
    List<String> args = new ArrayList<>();
    Optional<SoundFilters> sound =
        plan.hasSound()
            ? info.audio().map(audio -> new SoundFilters(audio, plan))
            : Optional.empty();
    sound.ifPresent(filtersOfSound -> graph(filtersOfSound, args));
    add(args, "-progress pipe:1 -map " + picture());
    sound.ifPresent(s -> add(args, "-map " + (s.inGraph() ? SoundFilters.SOUND : s.stream())));
    // metadata may say where and by whom a video was recorded, which viewers must not learn
    add(args, "-map_metadata -1 -map_chapters -1 -sn -dn");
    video(args);
    sound.ifPresent(s -> audio(s, args));
    // ffmpeg shall skip damaged parts, however many there are, and sound may begin late
    String errors = plan.picture() == RenditionPlan.Picture.DRAW ? NEARLY_ALL : "1";
    add(args, "-max_error_rate " + errors + " -max_muxing_queue_size 65536");
    // A last picture is repeated at once; without this, ffmpeg writes it without waiting for sound.
    add(args, "-max_interleave_delta 0");
    // The moov box is written after the first fragment is complete, so that its edit lists can
    // state the reordering delay of the pictures and the number of samples that the sound encoder
    // prepended. Without them, players show copied pictures late relative to the sound.
    // With separate_moof, the sound of a segment follows its pictures, so that a player can fetch
    // one without the other.
    add(args, "-movflags +frag_keyframe+delay_moov+default_base_moof+skip_trailer+separate_moof");
    // ffmpeg doesn't wait for the response to what it has written, so that a short run can end
    // before the link knows whose connection it is. It does wait for this first response.
    add(args, "-f mp4 -method PUT -send_expect_100 1");
    args.add(url);
    if (plan.sound() == RenditionPlan.Sound.READ) {
      info.audio().ifPresent(a -> add(args, "-map 0:" + a.index() + " -c:a copy -f null -"));
    }
    return args;
  }

  private String picture() {
    if (plan.picture() == RenditionPlan.Picture.PIECES) {
      return "0:v:0";
    }
    return info.video().map(video -> "0:" + video.index()).orElse(SoundFilters.PICTURE);
  }

  private void graph(SoundFilters sound, List<String> args) {
    args.addAll(sound.unifyingOutput());
    if (!sound.graph().isEmpty()) {
      args.addAll(List.of("-filter_complex", sound.graph()));
    }
  }

  private void video(List<String> args) {
    if (plan.copiesPicture() || plan.picture() == RenditionPlan.Picture.PIECES) {
      add(args, "-c:v copy");
      return;
    }
    filters.ifPresent(f -> args.addAll(List.of("-vf", f.chain())));
    args.addAll(new PictureEncoding(encoder, threads, plan.maxBitrate(), bitrate()).arguments());
    args.addAll(filters.map(PictureFilters::tags).orElseGet(DrawnPicture::tags));
    args.addAll(List.of("-force_key_frames", keyframes(PictureRate.parse(frameRate), 0, 0)));
  }

  /**
   * Returns which pictures become keyframes: the first ones at every second second. It counts in
   * whole numbers, since rounded times would lead to another picture here and there.
   *
   * @param first number of the first picture in the whole rendition
   * @param from time in seconds from which on it is the first picture
   */
  static String keyframes(PictureRate rate, long first, int from) {
    return String.format(
        Locale.ROOT,
        "expr:gte((n+%d)*%d,(n_forced*%d+%d)*%d)",
        first,
        rate.seconds(),
        SEGMENT,
        from,
        rate.pictures());
  }

  /** Returns the bit rate in bits per second: about a tenth of a bit per pixel. */
  private long bitrate() {
    return info.video().map(this::bitrate).orElse((long) DrawnPicture.BITRATE);
  }

  private long bitrate(MediaInfo.Video video) {
    return bitrate(video, (long) plan.width() * plan.height());
  }

  static long bitrate(MediaInfo.Video video, long pixels) {
    double rate = Math.max(15, Math.min(60, video.frameRate()));
    return Math.max(200_000, Math.round(pixels * rate * 0.1));
  }

  private void audio(SoundFilters sound, List<String> args) {
    if (plan.sound() == RenditionPlan.Sound.COPY) {
      add(args, "-c:a copy");
      return;
    }
    add(args, "-c:a aac -b:a 160k -ac 2 -ar 48000");
    if (!sound.inGraph()) {
      add(args, "-af " + sound.chain());
    }
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /** Adds arguments that are separated by spaces. */
  static void add(List<String> args, String arguments) {
    args.addAll(List.of(arguments.split(" ")));
  }
}
