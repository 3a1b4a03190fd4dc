package io.sealcast.media;

import java.util.Locale;

/**
 * A part of a rendition: one or more whole segments in an output of its own, so that the beginning
 * of a rendition can be played while the rest is made. The concatenation of all parts in the order
 * of their numbers is the rendition.
 *
 * @param rendition file name of the rendition that it belongs to, for instance {@code 720p.mp4}
 * @param number number of the part, from 0, without gaps
 * @param name name of its output in the sink, for instance {@code 720p.mp4.part-0000}
 * @param width shown width in pixels
 * @param height shown height in pixels
 * @param size bytes
 * @param index times and byte ranges of its fragments. Offsets are counted from the beginning of
 *     this part, start times are those of the rendition. Only part 0 contains the initialization
 *     segment; {@code initSize} of the others is 0. The codecs are those of the rendition
 * @param plannedDuration duration in seconds of the whole rendition, by plan; 0 when unknown
 */
public record RenditionPart(
    String rendition,
    int number,
    String name,
    int width,
    int height,
    long size,
    FragmentIndex index,
    double plannedDuration) {

  /** Returns the name of the output of a part in the sink. */
  public static String name(String rendition, int number) {
    return String.format(Locale.ROOT, "%s.part-%04d", rendition, number);
  }

  /** Returns this part of the same rendition under another file name. */
  public RenditionPart renamed(String other) {
    String otherName = other + name.substring(rendition.length());
    return new RenditionPart(other, number, otherName, width, height, size, index, plannedDuration);
  }
}
