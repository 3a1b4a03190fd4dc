package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;

/**
 * What becomes of picture and sound in the default rendition.
 *
 * @param copyVideo whether the picture is taken over as it is
 * @param sound what becomes of the sound
 * @param width pixels as shown
 * @param height pixels as shown
 * @param origin seconds on the file's clock that become 0
 * @param length seconds of the whole; 0 when the source has no times to tell it by
 * @param pictureLength seconds from the origin to the last picture's end; what is left to the
 *     length is filled with that picture
 * @param separateSound whether the sound is read by a reader of its own, which keeps it beside its
 *     picture even where the file stores it far away or it is silent for long. Where a file's clock
 *     jumps, one reader has to see both, so that both are joined at the same place
 */
record RenditionPlan(
    boolean copyVideo,
    Sound sound,
    int width,
    int height,
    double origin,
    double length,
    double pictureLength,
    boolean separateSound) {

  /** What becomes of the sound. */
  enum Sound {
    NONE,
    COPY,
    ENCODE,
    /** Encoded, after it was brought to one format: its channels or rate change on the way. */
    UNIFY
  }

  /** The picture as it is, the sound too where that is possible. */
  static RenditionPlan copying(MediaInfo info, SourceScan survey) {
    double length = survey.picture().end() - survey.picture().start();
    // a transport stream keeps the sound's setup in each packet, where an MP4 wants it in front
    boolean copySound =
        !info.container().contains("mpegts")
            && info.audio().isPresent()
            && survey.sound().isPresent()
            && CopyRules.allowSound(info.audio().get(), survey.sound().get(), survey);
    return new RenditionPlan(
        true,
        copySound ? Sound.COPY : soundOf(info, survey),
        info.video().width(),
        info.video().height(),
        survey.picture().start(),
        length,
        length,
        !survey.joined());
  }

  /** Both anew, the picture no larger than every browser takes it. */
  static RenditionPlan encoding(MediaInfo info, SourceScan survey) {
    int width = info.video().shownWidth();
    int height = info.video().shownHeight();
    double shrink =
        Math.min(
            1,
            Math.min(
                (double) CopyRules.MAX_SHORT_SIDE / Math.min(width, height),
                (double) CopyRules.MAX_LONG_SIDE / Math.max(width, height)));
    boolean timed = survey.isTimed();
    double origin = timed ? origin(survey) : 0;
    return new RenditionPlan(
        false,
        soundOf(info, survey),
        even(width * shrink),
        even(height * shrink),
        origin,
        timed ? survey.end() - origin : 0,
        timed ? survey.pictureEnd() - origin : 0,
        timed && !survey.joined());
  }

  /** Sound that begins a moment before the picture loses that moment, rather than its place. */
  private static double origin(SourceScan survey) {
    boolean lead = survey.soundLead() > CopyRules.MAX_SOUND_LEAD;
    return lead ? survey.start() : survey.picture().start();
  }

  /** A track without one sample is no sound. */
  private static Sound soundOf(MediaInfo info, SourceScan survey) {
    return info.audio().isPresent() && survey.sound().isPresent() ? Sound.ENCODE : Sound.NONE;
  }

  /**
   * The same where the picture turned out to end earlier: it is held while there is sound, and
   * without sound the rendition ends with it.
   */
  RenditionPlan withPictureEnd(double seconds) {
    double end = sound == Sound.NONE ? seconds : length;
    return new RenditionPlan(copyVideo, sound, width, height, origin, end, seconds, separateSound);
  }

  /** The same, fit for sound whose format changes on the way. */
  RenditionPlan unifyingSound() {
    Sound unified = sound == Sound.ENCODE ? Sound.UNIFY : sound;
    return new RenditionPlan(
        copyVideo, unified, width, height, origin, length, pictureLength, separateSound);
  }

  String name() {
    return height + "p.mp4";
  }

  boolean hasSound() {
    return sound != Sound.NONE;
  }

  private static int even(double pixels) {
    return Math.max(2, (int) Math.round(pixels / 2) * 2);
  }
}
