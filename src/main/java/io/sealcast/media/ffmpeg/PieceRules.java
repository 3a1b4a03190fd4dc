package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.media.MediaTools;
import java.io.IOException;

/**
 * Decides whether pictures are encoded in pieces: only where a source can be entered in its middle
 * and gives the same pictures at the same times as if it was read from its beginning.
 */
final class PieceRules {
  /** Shortest rendition in seconds that is encoded in pieces. */
  private static final double MIN_SECONDS = 120;

  /** Longest interval in seconds between keyframes of the source: so much is decoded in vain. */
  private static final double MAX_KEYFRAME_GAP = 15;

  /**
   * Longest time in seconds for which the last picture is repeated: shorter than any last piece, so
   * that the others have pictures of the source.
   */
  private static final double MAX_HELD = 20;

  private PieceRules() {}

  /**
   * Whether a rendition is encoded in pieces.
   *
   * @param encoder ffmpeg's name of the encoder
   * @throws IOException when the source can't be read
   */
  static boolean allow(
      RenditionPlan plan, MediaInfo info, SourceScan scan, String encoder, MediaSource source)
      throws IOException {
    PacketSummary picture = scan.picture();
    return plan.picture() == RenditionPlan.Picture.ENCODE
        && plan.length() >= MIN_SECONDS
        && plan.length() - plan.pictureLength() <= MAX_HELD
        && (plan.sound() == RenditionPlan.Sound.NONE
            || plan.sound() == RenditionPlan.Sound.ENCODE && plan.separateSound())
        && encoder.equals(MediaTools.X264)
        && hasIndex(info, source)
        && scan.isTimed()
        && !scan.joined()
        && !scan.isDamaged()
        && !scan.isCutOff()
        && picture.keyframeFirst()
        && picture.keyframeGap() <= MAX_KEYFRAME_GAP
        && picture.hidden() == 0
        && !picture.unsteady()
        && !(picture.openGroups() && isH264(info));
  }

  /** Its decoder reports pictures of an open group that refer to ones before it as damaged. */
  private static boolean isH264(MediaInfo info) {
    return info.video().filter(video -> video.codec().equals("h264")).isPresent();
  }

  /**
   * Whether ffmpeg finds a time in the source without reading all before it, for each piece anew. A
   * Matroska file that wasn't finished has neither a duration nor an index.
   */
  private static boolean hasIndex(MediaInfo info, MediaSource source) throws IOException {
    if (info.container().contains("matroska")) {
      return info.duration() > 0;
    }
    return info.container().contains("mov") && !BoxScan.isFragmented(source);
  }
}
