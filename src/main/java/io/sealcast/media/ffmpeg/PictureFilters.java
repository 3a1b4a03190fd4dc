package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Builds the filter chain of an encoded picture: deinterlacing, frame rate, size, colours and
 * length.
 */
final class PictureFilters {
  /** Additional seconds for which the last picture is repeated; the surplus is trimmed. */
  private static final double SPARE = 0.5;

  /** The number of no picture: all up to the end. */
  static final long TO_THE_END = Long.MAX_VALUE;

  private final MediaInfo.Video video;
  private final RenditionPlan plan;
  private final String frameRate;
  private final ColorFilters colors;

  /**
   * @param convertColors whether the ffmpeg in use can convert high to standard dynamic range
   */
  PictureFilters(
      MediaInfo.Video video, RenditionPlan plan, String frameRate, boolean convertColors) {
    this.video = video;
    this.plan = plan;
    this.frameRate = frameRate;
    this.colors = new ColorFilters(video, convertColors);
  }

  /** The arguments that state the colours of the encoded picture. */
  List<String> tags() {
    return colors.tags();
  }

  /**
   * Whether the same filter instances process pictures whose size changes, as in recordings of
   * video calls. ffmpeg would otherwise create new instances, which count the time from 0 again.
   * The deinterlacing filter can't process a change of size.
   */
  boolean isReusedOnResize() {
    return !video.interlaced();
  }

  /** Returns the filters in the notation of ffmpeg's option {@code -vf}. */
  String chain() {
    return chain(0, TO_THE_END);
  }

  /**
   * Returns the filters for some of the pictures. The pictures in front are repeated from time 0 on
   * and left out, so that each of the others has the number that it has in the whole.
   *
   * @param first number of the first picture, from 0
   * @param after number of the picture after the last one, or {@link #TO_THE_END}
   */
  String chain(long first, long after) {
    List<String> filters = new ArrayList<>();
    if (video.interlaced()) {
      filters.add("yadif=deint=interlaced");
    }
    // the first picture is shown from 0 on, so that picture and sound begin together
    filters.add("fps=fps=" + frameRate + ":start_time=0");
    if (first > 0 || after < TO_THE_END) {
      filters.add("trim=start_frame=" + first + (after < TO_THE_END ? ":end_frame=" + after : ""));
    }
    filters.addAll(colors.scaleAndConvert(scale()));
    if (isReusedOnResize()) {
      filters.add("pad=" + size() + ":(ow-iw)/2:(oh-ih)/2:eval=frame");
    }
    filters.add("setsar=1");
    if (plan.length() > 0 && after == TO_THE_END) {
      double held = plan.length() - plan.pictureLength() + SPARE;
      filters.add("tpad=stop_mode=clone:stop_duration=" + RenditionCommand.seconds(held));
      filters.add("trim=end=" + RenditionCommand.seconds(plan.length()));
    }
    return String.join(",", filters);
  }

  private String size() {
    return plan.width() + ":" + plan.height();
  }

  /**
   * Scales the picture. A picture of another size than the header states is fitted into that size
   * with its own aspect ratio.
   */
  private String scale() {
    if (!isReusedOnResize()) {
      return "scale=" + size();
    }
    boolean turned = video.rotation() % 180 != 0;
    return String.format(
        Locale.ROOT,
        "scale=eval=frame:w='if(%1$s,%2$d,trunc(min(%2$d,%3$d*dar)/2)*2)'"
            + ":h='if(%1$s,%3$d,trunc(min(%3$d,%2$d/dar)/2)*2)'",
        String.format(
            Locale.ROOT,
            "eq(iw,%d)*eq(ih,%d)",
            turned ? video.height() : video.width(),
            turned ? video.width() : video.height()),
        plan.width(),
        plan.height());
  }
}
