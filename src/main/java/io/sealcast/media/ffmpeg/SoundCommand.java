package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import io.sealcast.media.SoundPlan;
import java.util.ArrayList;
import java.util.List;

/** Builds ffmpeg's arguments for a further sound track. */
final class SoundCommand {
  /** Duration of a segment in microseconds. */
  private static final long SEGMENT_MICROS = 4_000_000;

  /** More seconds than any pause has. */
  private static final int NEVER = 1_000_000;

  private final MediaInfo info;
  private final MediaInfo.Audio audio;
  private final SoundPlan plan;
  private final SoundFilters filters;

  /**
   * @param audio the stream of the source
   * @param unify whether its format may change within the source
   */
  SoundCommand(MediaInfo info, MediaInfo.Audio audio, SoundPlan plan, boolean unify) {
    this.info = info;
    this.audio = audio;
    this.plan = plan;
    this.filters =
        new SoundFilters(audio, RenditionPlan.ofSound(plan.length(), unify), plan.channels());
  }

  /** Returns the arguments before the input. */
  List<String> input() {
    double start =
        readsPicture()
            ? Math.min(audio.start(), info.video().orElseThrow().start())
            : audio.start();
    List<String> args =
        new ArrayList<>(RenditionCommand.offset(info, start, plan.clock().origin()));
    if (!plan.clock().joined()) {
      // a pause of this sound is no jump of the clock
      add(args, "-dts_delta_threshold " + NEVER);
    }
    return args;
  }

  /**
   * Whether the picture is read, too. ffmpeg joins what it reads where the clock jumps, and the
   * sound is to be joined where it was joined for the default rendition.
   */
  private boolean readsPicture() {
    return plan.clock().joined() && info.video().isPresent();
  }

  List<String> outputs(String url) {
    List<String> args = new ArrayList<>(filters.unifyingOutput());
    if (filters.inGraph()) {
      args.addAll(List.of("-filter_complex", filters.graph()));
    }
    String sound = filters.inGraph() ? SoundFilters.SOUND : filters.stream();
    add(args, "-progress pipe:1 -map " + sound + " -map_metadata -1 -map_chapters -1");
    add(args, "-c:a aac -b:a " + plan.bitrate() + " -ac " + plan.channels() + " -ar 48000");
    if (!filters.inGraph()) {
      args.addAll(List.of("-af", filters.chain()));
    }
    // a track of which nothing can be decoded would become one of silence
    add(args, "-max_error_rate " + RenditionCommand.NEARLY_ALL);
    // the edit list says how many samples the encoder prepended; see RenditionCommand
    add(args, "-movflags +delay_moov+default_base_moof+skip_trailer");
    add(args, "-frag_duration " + SEGMENT_MICROS);
    add(args, "-f mp4 -method PUT -send_expect_100 1");
    args.add(url);
    if (readsPicture()) {
      add(args, "-map 0:" + info.video().orElseThrow().index() + " -c:v copy -f null -");
    }
    return args;
  }

  private static void add(List<String> args, String arguments) {
    RenditionCommand.add(args, arguments);
  }
}
