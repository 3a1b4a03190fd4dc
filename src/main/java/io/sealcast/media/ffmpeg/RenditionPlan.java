package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import io.sealcast.media.Rendition;

/**
 * How picture and sound of the default rendition are made.
 *
 * @param picture how the picture is made
 * @param sound how the sound is made
 * @param width shown width in pixels
 * @param height shown height in pixels
 * @param origin time in seconds on the clock of the source that becomes 0
 * @param length duration of the rendition in seconds; 0 when the source has no time stamps
 * @param pictureLength time in seconds from the origin to the end of the last picture; that picture
 *     is repeated until {@code length}
 * @param separateSound whether a second input reads the sound, which keeps sound and picture
 *     together even when they are far apart in the file or the sound pauses for long. When the
 *     clock of a file jumps, one input has to read both, so that both are joined at the same point
 */
record RenditionPlan(
    Picture picture,
    Sound sound,
    int width,
    int height,
    double origin,
    double length,
    double pictureLength,
    boolean separateSound) {
  /**
   * Largest picture that is encoded, in pixels: every browser can decode it, and a larger one would
   * take several times as long as the video.
   */
  private static final int MAX_SHORT_SIDE = 1080;

  private static final int MAX_LONG_SIDE = 1920;

  /** How the picture of a rendition is made. */
  enum Picture {
    COPY,
    ENCODE,
    /** Copied from pieces that are encoded by themselves ({@link PieceMaker}). */
    PIECES,
    /** Drawn from the sound, of a source that has sound alone ({@link DrawnPicture}). */
    DRAW,
    /** None: a further sound track. */
    NONE
  }

  /** How the sound of a rendition is made. */
  enum Sound {
    NONE,
    COPY,
    ENCODE,
    /**
     * Encoded after a conversion to one format, since channels or sample rate change within the
     * source.
     */
    UNIFY
  }

  /**
   * Returns a plan that copies the picture, and the sound if that is possible. Of sound alone, the
   * sound is copied.
   */
  static RenditionPlan copying(MediaInfo info, SourceScan scan) {
    return info.video()
        .map(video -> copying(video, info, scan))
        .orElseGet(() -> drawing(Sound.COPY, scan));
  }

  private static RenditionPlan copying(MediaInfo.Video video, MediaInfo info, SourceScan scan) {
    PacketSummary picture = scan.picture();
    double length = picture.end() - picture.start();
    // a transport stream has the sound's configuration in each packet, an MP4 has it once in front
    boolean copySound =
        !info.container().contains("mpegts")
            && info.audio().isPresent()
            && scan.sound().isPresent()
            && CopyRules.allowSound(
                info.audio().get(), scan.sound().get(), picture.start(), picture.end());
    return new RenditionPlan(
        Picture.COPY,
        copySound ? Sound.COPY : soundOf(info, scan),
        video.width(),
        video.height(),
        picture.start(),
        length,
        length,
        !scan.joined());
  }

  /**
   * Returns a plan that encodes both streams, with a picture no larger than every browser can
   * decode.
   */
  static RenditionPlan encoding(MediaInfo info, SourceScan scan) {
    return info.video()
        .map(video -> encoding(video, info, scan))
        .orElseGet(() -> drawing(Sound.ENCODE, scan));
  }

  private static RenditionPlan encoding(MediaInfo.Video video, MediaInfo info, SourceScan scan) {
    int width = video.shownWidth();
    int height = video.shownHeight();
    double shrink =
        Math.min(
            1,
            Math.min(
                (double) MAX_SHORT_SIDE / Math.min(width, height),
                (double) MAX_LONG_SIDE / Math.max(width, height)));
    boolean timed = scan.isTimed();
    double origin = timed ? origin(scan) : 0;
    return new RenditionPlan(
        Picture.ENCODE,
        soundOf(info, scan),
        even(width * shrink),
        even(height * shrink),
        origin,
        timed ? scan.end() - origin : 0,
        timed ? scan.pictureEnd() - origin : 0,
        timed && !scan.joined());
  }

  /** Returns a plan for sound alone. One input is read, of which the picture is drawn, too. */
  private static RenditionPlan drawing(Sound sound, SourceScan scan) {
    double origin = scan.isTimed() ? scan.start() : 0;
    double length = scan.isTimed() ? scan.end() - origin : 0;
    return new RenditionPlan(
        Picture.DRAW,
        sound,
        DrawnPicture.WIDTH,
        DrawnPicture.HEIGHT,
        origin,
        length,
        length,
        false);
  }

  /**
   * Returns the plan of a rendition with pictures alone.
   *
   * @param length duration in seconds
   */
  static RenditionPlan ofPictures(int width, int height, double length) {
    return new RenditionPlan(Picture.ENCODE, Sound.NONE, width, height, 0, length, length, false);
  }

  /**
   * Returns the plan of a sound track alone.
   *
   * @param length duration in seconds
   * @param unify whether the format of the sound may change within the source
   */
  static RenditionPlan ofSound(double length, boolean unify) {
    Sound sound = unify ? Sound.UNIFY : Sound.ENCODE;
    return new RenditionPlan(Picture.NONE, sound, 0, 0, 0, length, length, false);
  }

  /**
   * Returns the origin. Sound that begins a moment before the picture loses that moment, which
   * keeps it synchronous.
   */
  private static double origin(SourceScan scan) {
    boolean lead = scan.soundLead() > CopyRules.MAX_SOUND_LEAD;
    return lead ? scan.start() : scan.picture().start();
  }

  /** Returns how the sound is made. A track without samples counts as no sound. */
  private static Sound soundOf(MediaInfo info, SourceScan scan) {
    return info.audio().isPresent() && scan.sound().isPresent() ? Sound.ENCODE : Sound.NONE;
  }

  /**
   * Returns this plan for a picture that turned out to end earlier. The last picture is repeated
   * while there is sound; without sound, the rendition ends with the picture.
   */
  RenditionPlan withPictureEnd(double seconds) {
    double end = sound == Sound.NONE ? seconds : length;
    return new RenditionPlan(picture, sound, width, height, origin, end, seconds, separateSound);
  }

  /** Returns this plan of an encoded picture for one whose pictures are encoded in pieces. */
  RenditionPlan inPieces() {
    return new RenditionPlan(
        Picture.PIECES, sound, width, height, origin, length, pictureLength, separateSound);
  }

  /** Returns this plan for sound whose format changes within the source. */
  RenditionPlan unifyingSound() {
    Sound unified = sound == Sound.ENCODE ? Sound.UNIFY : sound;
    return new RenditionPlan(
        picture, unified, width, height, origin, length, pictureLength, separateSound);
  }

  /**
   * Whether another plan leads to the same rendition.
   *
   * @param tolerance difference in seconds between times that count as the same
   */
  boolean isLike(RenditionPlan other, double tolerance) {
    return picture == other.picture
        && sound == other.sound
        && width == other.width
        && height == other.height
        && separateSound == other.separateSound
        && Math.abs(origin - other.origin) < tolerance
        && Math.abs(length - other.length) < tolerance
        && Math.abs(pictureLength - other.pictureLength) < tolerance;
  }

  String name() {
    return Rendition.name(height);
  }

  /** Whether the picture stream of the source is copied. */
  boolean copiesPicture() {
    return picture == Picture.COPY;
  }

  /**
   * Whether what viewers get depends on a stream that was copied: a picture, or sound whose picture
   * is drawn. Sound is copied only then.
   */
  boolean copies() {
    return copiesPicture() || sound == Sound.COPY;
  }

  boolean hasSound() {
    return sound != Sound.NONE;
  }

  private static int even(double pixels) {
    return Math.max(2, (int) Math.round(pixels / 2) * 2);
  }
}
