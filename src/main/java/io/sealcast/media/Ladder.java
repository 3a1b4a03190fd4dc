package io.sealcast.media;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The sizes in which a video is offered beside that of its default rendition, for lines that are
 * too slow for it and screens that are too small.
 *
 * @param shortSides lengths in pixels of the short side of a picture, from which sizes are chosen
 */
public record Ladder(List<Integer> shortSides) {
  /** A size must have at most this share of the next larger one's sides to be worth its storage. */
  private static final double LARGEST_SHARE = 0.8;

  private static final int MIN_SIDE = 16;
  private static final int MAX_SIDE = 4320;

  /**
   * Creates a ladder.
   *
   * @throws IllegalArgumentException for a length beyond 16 to 4320
   */
  public Ladder {
    shortSides = shortSides.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    if (shortSides.stream().anyMatch(side -> side < MIN_SIDE || side > MAX_SIDE)) {
      throw new IllegalArgumentException("no short sides of pictures: " + shortSides);
    }
  }

  /**
   * The size of a picture.
   *
   * @param width pixels, even
   * @param height pixels, even
   */
  public record Size(int width, int height) {}

  /**
   * A rendition of the ladder.
   *
   * @param size the size of its picture
   * @param codec the codec of its picture
   */
  public record Rung(Size size, PictureCodec codec) {}

  /**
   * Returns the sizes for a video, largest first. All are smaller than that of its default
   * rendition and have its shape, whether that is wide, upright or square.
   *
   * @param width shown width of the default rendition in pixels
   * @param height shown height of the default rendition in pixels
   */
  public List<Size> below(int width, int height) {
    Stream.Builder<Size> sizes = Stream.builder();
    double limit = LARGEST_SHARE * Math.min(width, height);
    for (int side : shortSides) {
      if (side <= limit) {
        double scale = (double) side / Math.min(width, height);
        sizes.add(new Size(even(width * scale), even(height * scale)));
        limit = LARGEST_SHARE * side;
      }
    }
    return sizes.build().distinct().toList();
  }

  /**
   * Returns the sizes like {@link #below}, and that of the default rendition itself unless all
   * others are larger, for a codec that needs fewer bytes.
   */
  public List<Size> upTo(int width, int height) {
    boolean any = shortSides.stream().anyMatch(side -> side <= Math.min(width, height));
    return any
        ? Stream.concat(Stream.of(new Size(width, height)), below(width, height).stream()).toList()
        : List.of();
  }

  /** Rounds to an even number; of two that are equally near, to the smaller one. */
  private static int even(double pixels) {
    return Math.max(2, (int) Math.ceil(pixels / 2 - 0.5) * 2);
  }
}
