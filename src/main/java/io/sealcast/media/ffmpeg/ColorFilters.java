package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import java.util.List;

/**
 * Brings high dynamic range (PQ and HLG, ITU-R BT.2100) and wide colours to what every browser
 * shows right: BT.709. Made by zscale, which not every ffmpeg has.
 */
final class ColorFilters {
  private static final String TO_BT709 = "zscale=p=bt709:t=bt709:m=bt709:r=tv";

  private ColorFilters() {}

  /** Whether the picture's colours have to be converted. */
  static boolean areNeeded(MediaInfo.Color color) {
    return color.isHighDynamicRange() || color.isWideGamut();
  }

  /** The filters, for an ffmpeg that has zscale and tonemap; to be applied after scaling. */
  static List<String> of(MediaInfo.Color color) {
    String input = input(color);
    if (!color.isHighDynamicRange()) {
      return List.of(TO_BT709 + input);
    }
    return List.of(
        // light in proportion to its physical strength, 1.0 being the white of a page; the
        // primaries
        // are named for what comes out too, since zscale takes them from the picture's tags
        // otherwise
        "zscale=p=bt2020:t=linear:npl=100" + input,
        "format=gbrpf32le",
        "zscale=p=bt709",
        "tonemap=tonemap=hable:desat=0",
        TO_BT709);
  }

  /** Said explicitly: many files tag only a part, and zscale refuses to guess. */
  private static String input(MediaInfo.Color color) {
    String transfer = color.isHighDynamicRange() ? color.transfer() : "bt709";
    String range = color.range().equals("pc") ? "pc" : "tv";
    return ":tin=" + transfer + ":pin=bt2020:min=bt2020nc:rin=" + range;
  }
}
