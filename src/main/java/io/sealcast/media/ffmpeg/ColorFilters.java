package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Converts colours to BT.709, which every browser shows correctly. It sets all three tags, since
 * browsers ignore one alone and guess when there is none. The filters zscale and tonemap convert
 * high dynamic range (PQ and HLG, ITU-R BT.2100) and wide gamuts; when an ffmpeg lacks them, such
 * pictures keep their colours and tags.
 */
final class ColorFilters {
  private static final String BT709 = "bt709";
  private static final String TO_BT709 = "zscale=p=bt709:t=bt709:m=bt709:r=tv";

  /** Matrices that ffmpeg's scaler can read. It rejects pictures with any other matrix. */
  private static final Set<String> SCALED =
      Set.of(BT709, "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc");

  /** Further matrices that zscale can read. */
  private static final Set<String> CONVERTED =
      Set.of("ycgco", "bt2020c", "chroma-derived-nc", "chroma-derived-c");

  /** Primaries and transfer functions that browsers convert for the display themselves. */
  private static final Set<String> PRIMARIES =
      Set.of("bt470bg", "smpte170m", "smpte240m", "smpte432");

  private static final Set<String> TRANSFERS =
      Set.of("bt470m", "bt470bg", "smpte170m", "smpte240m", "iec61966-2-1");

  /** RGB pixel formats, which need no matrix. */
  private static final Pattern RGB = Pattern.compile("(a|0|x2)?(rgb|bgr|gbr).*|pal8");

  /**
   * Width in pixels up to which a picture without tags is taken as BT.601, as players do: that of
   * standard-definition television.
   */
  private static final int MAX_BT601_WIDTH = 1024;

  private static final int MAX_BT601_HEIGHT = 576;

  private final MediaInfo.Video video;
  private final MediaInfo.Color color;
  private final boolean canConvert;

  /**
   * @param video the picture stream of the source
   * @param canConvert whether the ffmpeg in use has zscale and tonemap
   */
  ColorFilters(MediaInfo.Video video, boolean canConvert) {
    this.video = video;
    this.color = video.color();
    this.canConvert = canConvert;
  }

  /** Whether transfer function or primaries differ from BT.709, and not only the matrix. */
  private boolean needsGamutConversion() {
    return color.isHighDynamicRange() || color.isWideGamut();
  }

  /**
   * The arguments that set the tags of the encoder: before version 7, ffmpeg's encoders don't take
   * them from the pictures.
   */
  List<String> tags() {
    return needsGamutConversion() && !canConvert ? List.of() : tags(primaries(), transfer());
  }

  /** The arguments that set the tags of an encoder for pictures with the matrix of BT.709. */
  static List<String> tags(String primaries, String transfer) {
    return List.of(
        "-color_primaries",
        primaries,
        "-color_trc",
        transfer,
        "-colorspace",
        BT709,
        "-color_range",
        "tv");
  }

  /**
   * Returns the filters that scale the picture and convert its colours.
   *
   * @param scale the scale filter without options for colours
   */
  List<String> scaleAndConvert(String scale) {
    List<String> filters = new ArrayList<>();
    readable(filters);
    if (needsGamutConversion()) {
      filters.add(scale + ":out_range=tv");
      if (canConvert) {
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

  /**
   * Makes the picture readable for the scaler. A matrix that even zscale can't convert is ignored:
   * wrong colours are better than no picture.
   */
  private void readable(List<String> filters) {
    if (isRgb() || isMatrixUnknown() || SCALED.contains(color.matrix())) {
      return;
    }
    String matrix = needsGamutConversion() ? "bt2020nc" : BT709;
    if (canConvert && isConvertible()) {
      String transfer = color.isHighDynamicRange() ? color.transfer() : BT709;
      filters.add(
          String.format(
              Locale.ROOT,
              "zscale=m=%1$s:p=%2$s:pin=%2$s:t=%3$s:tin=%3$s:min=%4$s",
              matrix,
              needsGamutConversion() ? "bt2020" : BT709,
              transfer,
              color.matrix()));
    } else {
      filters.add("setparams=colorspace=" + matrix);
    }
  }

  /**
   * Whether zscale converts the matrix. ICtCp is defined for high dynamic range, the others are for
   * standard dynamic range.
   */
  private boolean isConvertible() {
    return color.isHighDynamicRange()
        ? color.matrix().equals("ictcp")
        : CONVERTED.contains(color.matrix());
  }

  /**
   * Whether the matrix is unknown. A YCbCr picture that is tagged as RGB is treated like one
   * without a tag.
   */
  private boolean isMatrixUnknown() {
    return Set.of("", "unknown", "reserved", "gbr").contains(color.matrix());
  }

  private boolean isRgb() {
    return RGB.matcher(video.pixelFormat()).matches();
  }

  private String inputMatrix() {
    if (isRgb() || !isMatrixUnknown()) {
      return "";
    }
    boolean small = video.width() <= MAX_BT601_WIDTH && video.height() <= MAX_BT601_HEIGHT;
    return ":in_color_matrix=" + (small ? "bt601" : BT709);
  }

  private String primaries() {
    return !needsGamutConversion() && PRIMARIES.contains(color.primaries())
        ? color.primaries()
        : BT709;
  }

  private String transfer() {
    return !needsGamutConversion() && TRANSFERS.contains(color.transfer())
        ? color.transfer()
        : BT709;
  }

  private List<String> light() {
    if (!color.isHighDynamicRange()) {
      return List.of(TO_BT709 + input());
    }
    return List.of(
        // linear light, in which 1.0 is the white of a web page; the primaries of the output are
        // named, since zscale would take them from the tags otherwise
        "zscale=p=bt2020:t=linear:npl=100" + input(),
        "format=gbrpf32le",
        "zscale=p=bt709",
        "tonemap=tonemap=hable:desat=0",
        TO_BT709);
  }

  /**
   * States the input colours explicitly: many files have only some of the tags, and zscale doesn't
   * guess.
   */
  private String input() {
    String transfer = color.isHighDynamicRange() ? color.transfer() : BT709;
    String range = color.range().equals("pc") ? "pc" : "tv";
    return ":tin=" + transfer + ":pin=bt2020:min=bt2020nc:rin=" + range;
  }
}
