package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.List;

/**
 * The constant frame rate of an encoded picture. Constant, so that segments are equally long, a
 * picture that stands is there in each of them, and players needn't guess how long the last one is.
 */
final class FrameRate {
  private static final double MAX = 60.1;

  /**
   * Below it a picture that begins between two frames would be shown more than 20 ms off; a lower
   * rate is multiplied, which repeats frames and costs next to nothing.
   */
  private static final int MIN = 24;

  private static final List<Integer> USUAL = List.of(24, 25, 30, 50, 60);

  /** The share by which a measured rate may be above a usual one and still be that. */
  private static final double ROUNDING = 0.97;

  private FrameRate() {}

  /** Frames per second as ffmpeg's filters take them: a number or a fraction. */
  static String of(MediaInfo.Video video, PacketSummary picture) {
    double rate = video.frameRate();
    if (!video.steadyRate().isEmpty() && rate >= 1 && rate <= MAX) {
      return video.steadyRate() + (rate < MIN ? "*" + multiple(rate) : "");
    }
    double measured = picture.usualInterval() > 0 ? 1 / picture.usualInterval() : rate;
    double wanted = Math.max(MIN, measured) * ROUNDING;
    return USUAL.stream()
        .filter(usual -> usual >= wanted)
        .findFirst()
        .orElse(USUAL.get(USUAL.size() - 1))
        .toString();
  }

  private static int multiple(double rate) {
    return (int) Math.ceil(MIN / rate - 0.001);
  }
}
