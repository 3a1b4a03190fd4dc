package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Brings colours to what every browser shows right: BT.709, and says so in all three tags, since
 * browsers take no notice of one alone and guess where there is none. High dynamic range (PQ and
 * HLG, ITU-R BT.2100) and wide colours are converted by zscale and tonemap, which not every ffmpeg
 * has; without them they keep their tags.
 */
final class ColorFilters {
  private static final String BT709 = "bt709";
  private static final String TO_BT709 = "zscale=p=bt709:t=bt709:m=bt709:r=tv";

  /** Matrices that ffmpeg's scaler reads; it refuses pictures that name one of the others. */
  private static final Set<String> SCALED =
      Set.of(BT709, "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc");

  /** Those of the others that zscale reads. */
  private static final Set<String> CONVERTED =
      Set.of("ycgco", "bt2020c", "chroma-derived-nc", "chroma-derived-c");

  /** Primaries and transfers that browsers bring to the display by themselves. */
  private static final Set<String> PRIMARIES =
      Set.of("bt470bg", "smpte170m", "smpte240m", "smpte432");

  private static final Set<String> TRANSFERS =
      Set.of("bt470m", "bt470bg", "smpte170m", "smpte240m", "iec61966-2-1");

  /** Pixel formats that need no matrix. */
  private static final Pattern RGB = Pattern.compile("(a|0|x2)?(rgb|bgr|gbr).*|pal8");

  /**
   * The largest picture that is meant as BT.601 where the file says nothing, as players take it: a
   * standard television's.
   */
  private static final int MAX_BT601_WIDTH = 1024;

  private static final int MAX_BT601_HEIGHT = 576;

  private final MediaInfo.Video video;
  private final MediaInfo.Color color;
  private final boolean able;

  /**
   * @param able whether the ffmpeg in use has zscale and tonemap
   */
  ColorFilters(MediaInfo.Video video, boolean able) {
    this.video = video;
    this.color = video.color();
    this.able = able;
  }

  /** Whether its light is another than BT.709's, and not only its numbers. */
  private boolean isForeign() {
    return color.isHighDynamicRange() || color.isWideGamut();
  }

  /** The tags for the encoder: before version 7, ffmpeg's don't ask the pictures. */
  List<String> tags() {
    return isForeign() && !able
        ? List.of()
        : List.of(
            "-color_primaries",
            primaries(),
            "-color_trc",
            transfer(),
            "-colorspace",
            BT709,
            "-color_range",
            "tv");
  }

  /**
   * The filters that scale and bring the colours along.
   *
   * @param scale the scaler without options for colours
   */
  List<String> around(String scale) {
    List<String> filters = new ArrayList<>();
    readable(filters);
    if (isForeign()) {
      filters.add(scale + ":out_range=tv");
      if (able) {
        filters.addAll(light());
      }
      filters.add("format=yuv420p");
      return filters;
    }
    filters.add(scale + ":out_range=tv:out_color_matrix=" + BT709 + inputMatrix());
    filters.add("format=yuv420p");
    filters.add(
        "setparams=color_primaries="
            + primaries()
            + ":color_trc="
            + transfer()
            + ":colorspace="
            + BT709);
    return filters;
  }

  /** A matrix that can't even be converted is passed over: odd colours are better than none. */
  private void readable(List<String> filters) {
    if (isRgb() || isSilent() || SCALED.contains(color.matrix())) {
      return;
    }
    String matrix = isForeign() ? "bt2020nc" : BT709;
    if (able && isConverted()) {
      String transfer = color.isHighDynamicRange() ? color.transfer() : BT709;
      filters.add(
          String.format(
              Locale.ROOT,
              "zscale=m=%1$s:p=%2$s:pin=%2$s:t=%3$s:tin=%3$s:min=%4$s",
              matrix,
              isForeign() ? "bt2020" : BT709,
              transfer,
              color.matrix()));
    } else {
      filters.add("setparams=colorspace=" + matrix);
    }
  }

  /** ICtCp is defined for high dynamic range, the others are for the usual one. */
  private boolean isConverted() {
    return color.isHighDynamicRange()
        ? color.matrix().equals("ictcp")
        : CONVERTED.contains(color.matrix());
  }

  /** A picture in YCbCr that claims to be none says as little as one without a tag. */
  private boolean isSilent() {
    return Set.of("", "unknown", "reserved", "gbr").contains(color.matrix());
  }

  private boolean isRgb() {
    return RGB.matcher(video.pixelFormat()).matches();
  }

  private String inputMatrix() {
    if (isRgb() || !isSilent()) {
      return "";
    }
    boolean small = video.width() <= MAX_BT601_WIDTH && video.height() <= MAX_BT601_HEIGHT;
    return ":in_color_matrix=" + (small ? "bt601" : BT709);
  }

  private String primaries() {
    return !isForeign() && PRIMARIES.contains(color.primaries()) ? color.primaries() : BT709;
  }

  private String transfer() {
    return !isForeign() && TRANSFERS.contains(color.transfer()) ? color.transfer() : BT709;
  }

  private List<String> light() {
    if (!color.isHighDynamicRange()) {
      return List.of(TO_BT709 + input());
    }
    return List.of(
        // light in proportion to its physical strength, 1.0 being the white of a page; the
        // primaries of the output are named, since zscale takes them from the tags otherwise
        "zscale=p=bt2020:t=linear:npl=100" + input(),
        "format=gbrpf32le",
        "zscale=p=bt709",
        "tonemap=tonemap=hable:desat=0",
        TO_BT709);
  }

  /** Said explicitly: many files tag only a part, and zscale refuses to guess. */
  private String input() {
    String transfer = color.isHighDynamicRange() ? color.transfer() : BT709;
    String range = color.range().equals("pc") ? "pc" : "tv";
    return ":tin=" + transfer + ":pin=bt2020:min=bt2020nc:rin=" + range;
  }
}
