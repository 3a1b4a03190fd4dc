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

  /**
   * Largest picture in pixels that is made: what is larger is decoded by few devices, and pictures
   * that are copied have the same limit.
   */
  private static final int LARGEST_SHORT_SIDE = 2160;

  private static final int LARGEST_LONG_SIDE = 4096;

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
   * @param ofSource whether it is made of the source, since it is larger than the default
   *     rendition, of which others are made
   */
  public record Rung(Size size, PictureCodec codec, boolean ofSource) {
    /** A rendition that is made of the default one. */
    public Rung(Size size, PictureCodec codec) {
      this(size, codec, false);
    }
  }

  /**
   * Returns the sizes for a video, largest first. All are smaller than that of its default
   * rendition and have its shape, whether that is wide, upright or square.
   *
   * @param width shown width of the default rendition in pixels
   * @param height shown height of the default rendition in pixels
   */
  public List<Size> below(int width, int height) {
    return below(LARGEST_SHARE * Math.min(width, height), width, height).distinct().toList();
  }

  /**
   * Returns the sizes with a short side of at most {@code first}, each at least a fifth smaller
   * than the one before.
   */
  private Stream<Size> below(double first, int width, int height) {
    Stream.Builder<Size> sizes = Stream.builder();
    double limit = first;
    for (int side : shortSides) {
      if (side <= limit) {
        sizes.add(scaled(side, width, height));
        limit = LARGEST_SHARE * side;
      }
    }
    return sizes.build();
  }

  private static Size scaled(double side, int width, int height) {
    double scale = side / Math.min(width, height);
    return new Size(even(width * scale), even(height * scale));
  }

  /**
   * Returns the sizes for a video whose source is larger than its default rendition, largest first:
   * that of the source, up to the largest of the ladder and to 2160 by 4096 pixels, and those of
   * the ladder between it and the default rendition. All have the shape of the source, and the
   * default rendition is at least a fifth smaller.
   *
   * @param made the size of the default rendition
   * @param width shown width of the source in pixels
   * @param height shown height of the source in pixels
   */
  public List<Size> above(Size made, int width, int height) {
    double shorter = Math.min(width, height);
    double allowed =
        Math.min(LARGEST_SHORT_SIDE, shorter * LARGEST_LONG_SIDE / Math.max(width, height));
    double wanted = shortSides.isEmpty() ? 0 : shortSides.get(0);
    double largest = Math.min(shorter, Math.min(allowed, wanted));
    double least = Math.min(made.width(), made.height()) / LARGEST_SHARE;
    return largest < least
        ? List.of()
        : Stream.concat(
                Stream.of(scaled(largest, width, height)),
                below(LARGEST_SHARE * largest, width, height))
            .filter(size -> Math.min(size.width(), size.height()) >= least)
            .toList();
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
