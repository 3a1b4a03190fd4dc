package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;

/** Builds the filters of a planned rendition's sound, in the notation of ffmpeg's options. */
final class SoundFilters {
  /** ffmpeg's label of the sound that a filter graph makes. */
  static final String SOUND = "[sound]";

  /** ffmpeg's label of the picture that a filter graph draws. */
  static final String PICTURE = "[picture]";

  private final MediaInfo.Audio audio;
  private final RenditionPlan plan;

  SoundFilters(MediaInfo.Audio audio, RenditionPlan plan) {
    this.audio = audio;
    this.plan = plan;
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
      case COPY, NONE -> false;
    };
  }

  /**
   * Returns the graph that makes the sound, draws the picture of it, or does both; empty where
   * neither needs one. What is drawn is the sound as it was filled, so that both begin and end
   * together and a pause is a pause in both.
   */
  String graph() {
    boolean unify = plan.sound() == RenditionPlan.Sound.UNIFY;
    String filled = unify ? "[dec:0]" + filled() : "[" + stream() + "]" + chain();
    if (plan.picture() != RenditionPlan.Picture.DRAW) {
      return inGraph() ? filled + SOUND : "";
    }
    String both = inGraph() ? ",asplit" + SOUND + "[heard];[heard]" : ",";
    return filled + both + DrawnPicture.filters(plan.length(), PICTURE);
  }

  /** Returns the filters for sound that has one format. */
  String chain() {
    return ChannelMix.filter(audio).map(mix -> mix + ",").orElse("") + filled();
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
