package io.sealcast.media;

/**
 * A rendition with pictures alone that was made of another rendition of the same video. Its
 * segments begin at the same times as those of the other one, so that a player can continue with
 * either after each segment.
 *
 * @param name file name by height, for instance {@code 360p.mp4}, which is also the name in the
 *     sink
 * @param width shown width in pixels
 * @param height shown height in pixels
 * @param size bytes
 * @param index times and byte ranges of its segments
 */
public record Rung(String name, int width, int height, long size, FragmentIndex index) {
  /** Returns the file name of a rendition of a height in pixels. */
  public static String name(int height) {
    return height + "p.mp4";
  }
}
