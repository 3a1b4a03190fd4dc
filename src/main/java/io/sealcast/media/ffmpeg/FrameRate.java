package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.List;

/**
 * The constant frame rate of an encoded picture. Constant, so that segments are equally long, a
 * picture that stands is there in each of them, and players needn't guess how long the last one is.
 */
final class FrameRate {
  private static final double MAX = 60;
  private static final List<Integer> USUAL = List.of(10, 12, 15, 20, 24, 25, 30, 50, 60);
  private static final double DEFAULT = 30;

  /** The share by which a measured rate may be above a usual one and still be that. */
  private static final double ROUNDING = 0.97;

  private FrameRate() {}

  /** Frames per second as ffmpeg's filters take them: a number or a fraction. */
  static String of(MediaInfo.Video video, PacketSummary picture) {
    boolean slowEnough = video.frameRate() <= MAX + 0.1;
    if (!video.steadyRate().isEmpty() && video.frameRate() >= USUAL.get(0) && slowEnough) {
      return video.steadyRate();
    }
    double measured = picture.usualInterval() > 0 ? 1 / picture.usualInterval() : 0;
    double wanted = measured > 0 ? measured : video.frameRate() > 0 ? video.frameRate() : DEFAULT;
    double lowest = wanted * ROUNDING;
    return USUAL.stream()
        .filter(usual -> usual >= lowest)
        .findFirst()
        .map(String::valueOf)
        .orElse(String.valueOf((int) MAX));
  }
}
