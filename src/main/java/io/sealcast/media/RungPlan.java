package io.sealcast.media;

import java.util.List;

/**
 * What a part of a rung is to be like.
 *
 * @param name file name of the rung, for instance {@code 360p.mp4}
 * @param size the size of its picture
 * @param codec the codec of its picture
 * @param number number of the part, from 0
 * @param bytes where its initialization segment and its segments are in the rendition that it is
 *     made of, in the order of their positions
 * @param starts the times of the segments of this part in that rendition. Those of the rung begin
 *     there too, and {@linkplain SegmentStarts#divided divide} the long ones
 * @param renditionPixels number of pixels of a picture of that rendition
 * @param renditionBitrate average bit rate in bits per second of the pictures of that rendition; 0
 *     when unknown
 * @param frameRate average number of pictures in a second of that rendition, the same for all parts
 */
public record RungPlan(
    String name,
    Ladder.Size size,
    PictureCodec codec,
    int number,
    List<FragmentIndex.Extent> bytes,
    SegmentStarts starts,
    long renditionPixels,
    long renditionBitrate,
    double frameRate) {
  /** Largest bit rate in bits per second for each pixel; chosen, not measured. */
  private static final double MAX_BITS = 3.5;

  private static final long LOWEST_RATE = 250_000;

  /**
   * How the bit rate falls with the number of pixels, for pictures of the same quality: a smaller
   * picture needs more bits for each pixel. A rule of thumb, not measured here.
   */
  private static final double EXPONENT = 0.75;

  /** Bits that AV1 may take of those of H.264. It must be smaller to be of use at the same size. */
  private static final double AV1_SHARE = 0.6;

  public RungPlan {
    bytes = List.copyOf(bytes);
  }

  /**
   * Returns the largest bit rate in bits per second. It is less than that of the rendition, which
   * may be copied from an encoder that took more time.
   */
  public long maxBitrate() {
    return codec == PictureCodec.AV1 ? Math.round(AV1_SHARE * ofH264()) : ofH264();
  }

  private long ofH264() {
    long pixels = (long) size.width() * size.height();
    long most = Math.max(LOWEST_RATE, Math.round(MAX_BITS * pixels));
    if (renditionBitrate <= 0) {
      return most;
    }
    double share = Math.pow((double) pixels / renditionPixels, EXPONENT);
    return Math.max(1000, Math.min(most, Math.round(renditionBitrate * share)));
  }
}
