package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.List;

/**
 * Chooses the constant frame rate of an encoded picture. The rate is constant so that segments are
 * equally long, each segment contains a picture even when it stands still, and players needn't
 * guess the duration of the last picture.
 */
final class FrameRate {
  private static final double MAX = 60.1;

  /**
   * Lowest rate in frames per second. Below it, a picture that begins between two frames would be
   * shown more than 20 ms too early or too late. A lower rate is multiplied; the repeated frames
   * take almost no space.
   */
  private static final int MIN = 24;

  private static final List<Integer> USUAL = List.of(24, 25, 30, 50, 60);

  /** Ratio of a usual rate to a measured one from which on both count as the same. */
  private static final double ROUNDING = 0.97;

  private FrameRate() {}

  /**
   * Returns the frames per second as a number or a fraction, in the notation of ffmpeg's filters.
   */
  static String of(MediaInfo info, SourceScan scan) {
    return info.video()
        .map(video -> of(video, scan.picture()))
        .orElse(Integer.toString(DrawnPicture.RATE));
  }

  private static String of(MediaInfo.Video video, PacketSummary picture) {
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
