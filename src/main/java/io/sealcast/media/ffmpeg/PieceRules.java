package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.stream.Stream;

/**
 * Decides whether pictures are encoded in pieces: only where a source can be entered in its middle
 * and gives the same pictures at the same times as if it was read from its beginning.
 */
final class PieceRules {
  /** Shortest rendition in seconds that is encoded in pieces. */
  private static final double MIN_SECONDS = 120;

  /** Longest interval in seconds between keyframes of the source: so much is decoded in vain. */
  private static final double MAX_KEYFRAME_GAP = 15;

  private PieceRules() {}

  /**
   * Whether a rendition is encoded in pieces.
   *
   * @param encoder ffmpeg's name of the encoder
   */
  static boolean allow(RenditionPlan plan, MediaInfo info, SourceScan scan, String encoder) {
    PacketSummary picture = scan.picture();
    return plan.picture() == RenditionPlan.Picture.ENCODE
        && plan.length() >= MIN_SECONDS
        && (plan.sound() == RenditionPlan.Sound.NONE
            || plan.sound() == RenditionPlan.Sound.ENCODE && plan.separateSound())
        && encoder.equals(PictureEncoding.X264)
        && Stream.of("mov", "matroska").anyMatch(info.container()::contains)
        && scan.isTimed()
        && !scan.joined()
        && !scan.isDamaged()
        && !scan.isCutOff()
        && picture.keyframeFirst()
        && picture.keyframeGap() <= MAX_KEYFRAME_GAP
        && picture.hidden() == 0
        && !picture.unsteady();
  }
}
