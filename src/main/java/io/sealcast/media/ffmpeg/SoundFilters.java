package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import io.sealcast.media.SoundPlan;
import java.util.ArrayList;
import java.util.List;

/** Builds the filters of a planned rendition's sound, in the notation of ffmpeg's options. */
final class SoundFilters {
  /** ffmpeg's label of the sound that a filter graph makes. */
  static final String SOUND = "[sound]";

  /** ffmpeg's label of the picture that a filter graph draws. */
  static final String PICTURE = "[picture]";

  /**
   * Lowers the peaks of what was mixed of several channels, whose sum may be 2.4 times as loud as
   * each of them: an encoder would pass it on and the decoder cut it off. Other sound is as loud as
   * before.
   */
  private static final String LIMITER = "alimiter=limit=0.98:level=disabled:latency=1,";

  private final MediaInfo.Audio audio;
  private final RenditionPlan plan;
  private final int channels;

  /** Creates the filters of stereo sound. */
  SoundFilters(MediaInfo.Audio audio, RenditionPlan plan) {
    this(audio, plan, SoundPlan.STEREO);
  }

  /**
   * @param channels number of channels that are encoded
   */
  SoundFilters(MediaInfo.Audio audio, RenditionPlan plan, int channels) {
    this.audio = audio;
    this.plan = plan;
    this.channels = channels;
  }

  /** Returns ffmpeg's name of the source's sound. */
  String stream() {
    return (plan.separateSound() ? 1 : 0) + ":" + audio.index();
  }

  /** Whether the sound comes out of the {@link #graph}, and not of a stream of the source. */
  boolean inGraph() {
    return switch (plan.sound()) {
      case UNIFY -> true;
      case ENCODE -> plan.picture() == RenditionPlan.Picture.DRAW;
      case COPY, READ, NONE -> false;
    };
  }

  /**
   * Returns the graph that makes the sound, draws the picture of it, or does both; empty where
   * neither needs one. What is drawn is the sound as it was filled, so that both begin and end
   * together and a pause is a pause in both.
   */
  String graph() {
    boolean unify = plan.sound() == RenditionPlan.Sound.UNIFY;
    String filled =
        unify ? "[dec:0]" + limiter(SoundPlan.STEREO) + filled() : "[" + stream() + "]" + chain();
    if (plan.picture() != RenditionPlan.Picture.DRAW) {
      return inGraph() ? filled + SOUND : "";
    }
    String both = inGraph() ? ",asplit" + SOUND + "[heard];[heard]" : ",";
    return filled + both + DrawnPicture.filters(plan.length(), PICTURE);
  }

  /**
   * Returns the arguments of a separate output that converts the sound to one format; the {@link
   * #graph} reads the decoded form of that output. When channels or sample rate change, ffmpeg
   * would create all filters again, and these would count the time from 0 again. Empty for sound
   * that has one format.
   */
  List<String> unifyingOutput() {
    if (plan.sound() != RenditionPlan.Sound.UNIFY) {
      return List.of();
    }
    List<String> args = new ArrayList<>();
    RenditionCommand.add(args, "-map " + stream() + " -map_metadata -1");
    RenditionCommand.add(args, "-c:a pcm_f32le -ac 2 -ar 48000");
    ChannelMix.filter(audio).ifPresent(mix -> RenditionCommand.add(args, "-af " + mix));
    RenditionCommand.add(args, "-f null - -dec 0:0");
    return args;
  }

  /** Returns the filters for sound that has one format. */
  String chain() {
    return ChannelMix.filter(audio).map(mix -> mix + ",").orElseGet(this::layout) + filled();
  }

  /** Returns the filters that bring the channels into the places that are encoded. */
  private String layout() {
    if (channels == SoundPlan.SURROUND) {
      return "aformat=channel_layouts=5.1," + limiter(SoundPlan.SURROUND);
    }
    return audio.channels() > SoundPlan.STEREO
        ? "aformat=channel_layouts=stereo," + limiter(SoundPlan.STEREO)
        : "";
  }

  /** Returns the limiter of what is mixed of more channels; empty where nothing is mixed. */
  private String limiter(int mixed) {
    return audio.channels() > mixed ? LIMITER : "";
  }

  /**
   * Returns the filters that fill gaps of 20 ms and more, a late beginning and an early end with
   * silence: players count samples and ignore the time stamps of sound.
   */
  private String filled() {
    String filters = "aresample=async=1:min_hard_comp=0.02:first_pts=0";
    if (plan.length() > 0) {
      filters += ",apad=whole_dur=" + RenditionCommand.seconds(plan.length());
      filters += ",atrim=end=" + RenditionCommand.seconds(plan.length());
    }
    return filters;
  }
}
