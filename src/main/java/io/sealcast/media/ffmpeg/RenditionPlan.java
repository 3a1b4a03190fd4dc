package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.Set;

/**
 * What becomes of picture and sound in the default rendition.
 *
 * @param copyVideo whether the picture is taken over as it is
 * @param copyAudio whether the sound is
 * @param width pixels as shown, even when encoded anew
 * @param height as width
 */
record RenditionPlan(boolean copyVideo, boolean copyAudio, int width, int height) {
  private static final int MAX_SHORT_SIDE = 1080;
  private static final int MAX_LONG_SIDE = 1920;

  /** Their timestamps can be trusted. AVI has none. */
  private static final Set<String> SOUND_CONTAINERS = Set.of("mov", "matroska", "mpegts", "flv");

  private static final Set<String> PLAYABLE_PROFILES =
      Set.of("Constrained Baseline", "Baseline", "Main", "High");

  /** More of a silence before the first picture, and players wait for it in vain. */
  private static final double MAX_LATE_PICTURE = 0.5;

  /** The least work that makes a playable rendition, keyframes aside. */
  static RenditionPlan of(MediaInfo info) {
    boolean copyVideo = isPlayable(info);
    // a transport stream keeps the sound's setup in each packet, where an MP4 wants it in front
    boolean copyAudio =
        !info.container().contains("mpegts")
            && info.audio().map(RenditionPlan::isPlayable).orElse(false);
    if (copyVideo) {
      return new RenditionPlan(true, copyAudio, info.video().width(), info.video().height());
    }
    int width = info.video().shownWidth();
    int height = info.video().shownHeight();
    double shrink =
        Math.min(
            1,
            Math.min(
                (double) MAX_SHORT_SIDE / Math.min(width, height),
                (double) MAX_LONG_SIDE / Math.max(width, height)));
    // gaps in the sound are closed as it is encoded; where the picture is anew, so is the sound
    return new RenditionPlan(false, false, even(width * shrink), even(height * shrink));
  }

  /** The same with the picture encoded anew. */
  static RenditionPlan encoding(MediaInfo info) {
    MediaInfo.Video v = info.video();
    MediaInfo.Video foreign =
        new MediaInfo.Video(
            v.index(),
            "",
            "",
            0,
            "",
            v.width(),
            v.height(),
            v.sampleAspect(),
            v.rotation(),
            v.frameRate(),
            v.interlaced(),
            v.start());
    return of(
        new MediaInfo(info.container(), info.duration(), info.start(), foreign, info.audio()));
  }

  String name() {
    return height + "p.mp4";
  }

  private static boolean isPlayable(MediaInfo info) {
    MediaInfo.Video video = info.video();
    return video.codec().equals("h264")
        && PLAYABLE_PROFILES.contains(video.profile())
        && (video.pixelFormat().equals("yuv420p") || video.pixelFormat().equals("yuvj420p"))
        && video.level() <= 52
        && video.rotation() == 0
        && Math.abs(video.sampleAspect() - 1) < 0.01
        && !video.interlaced()
        && Math.min(video.width(), video.height()) <= MAX_SHORT_SIDE
        && Math.max(video.width(), video.height()) <= MAX_LONG_SIDE
        && video.start() - info.start() <= MAX_LATE_PICTURE
        && SOUND_CONTAINERS.stream().anyMatch(info.container()::contains);
  }

  private static boolean isPlayable(MediaInfo.Audio audio) {
    return audio.codec().equals("aac")
        && audio.profile().equals("LC")
        && audio.channels() <= 2
        && audio.sampleRate() >= 8000
        && audio.sampleRate() <= 48000;
  }

  private static int even(double pixels) {
    return Math.max(2, (int) Math.round(pixels / 2) * 2);
  }
}
