package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an encoded picture passes through: fields, time, size, colours, length. */
final class PictureFilters {
  /** Seconds of the last picture beyond what is needed; what is too much is trimmed. */
  private static final double SPARE = 0.5;

  private final MediaInfo.Video video;
  private final RenditionPlan plan;
  private final String frameRate;
  private final ColorFilters colors;

  PictureFilters(MediaInfo.Video video, RenditionPlan plan, String frameRate, ColorFilters colors) {
    this.video = video;
    this.plan = plan;
    this.frameRate = frameRate;
    this.colors = colors;
  }

  /**
   * Whether pictures that change their size on the way, as those of video calls do, go on through
   * the same filters. Set up anew, the filters would count the time from 0 once more. The one that
   * joins fields can't follow.
   */
  boolean takeAnySize() {
    return !video.interlaced();
  }

  /** The filters as ffmpeg's option {@code -vf} takes them. */
  String chain() {
    List<String> filters = new ArrayList<>();
    if (video.interlaced()) {
      filters.add("yadif=deint=interlaced");
    }
    // the first picture stands from 0 until it moves, so that picture and sound begin together
    filters.add("fps=fps=" + frameRate + ":start_time=0");
    filters.addAll(colors.around(scale()));
    if (takeAnySize()) {
      filters.add("pad=" + size() + ":(ow-iw)/2:(oh-ih)/2:eval=frame");
    }
    filters.add("setsar=1");
    if (plan.length() > 0) {
      double held = plan.length() - plan.pictureLength() + SPARE;
      filters.add("tpad=stop_mode=clone:stop_duration=" + RenditionCommand.seconds(held));
      filters.add("trim=end=" + RenditionCommand.seconds(plan.length()));
    }
    return String.join(",", filters);
  }

  private String size() {
    return plan.width() + ":" + plan.height();
  }

  /** What has another size than the file says, is fitted into it with its own aspect ratio. */
  private String scale() {
    if (!takeAnySize()) {
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
