package io.sealcast.media;

/**
 * What a rung of a ladder is to be like.
 *
 * @param size the size of its picture
 * @param starts the times of the segments of the rendition that it is made of, which are its own
 * @param renditionPixels number of pixels of a picture of that rendition
 * @param renditionBitrate average bit rate in bits per second of the pictures of that rendition; 0
 *     when unknown
 */
public record RungPlan(
    Ladder.Size size, SegmentStarts starts, long renditionPixels, long renditionBitrate) {
  /** Largest bit rate in bits per second for each pixel; chosen, not measured. */
  private static final double MAX_BITS = 3.5;

  private static final long LOWEST_RATE = 250_000;

  /**
   * How the bit rate falls with the number of pixels, for pictures of the same quality: a smaller
   * picture needs more bits for each pixel. A rule of thumb, not measured here.
   */
  private static final double EXPONENT = 0.75;

  /**
   * Returns the largest bit rate in bits per second. It is less than that of the rendition, which
   * may be copied from an encoder that took more time.
   */
  public long maxBitrate() {
    long pixels = (long) size.width() * size.height();
    long most = Math.max(LOWEST_RATE, Math.round(MAX_BITS * pixels));
    if (renditionBitrate <= 0) {
      return most;
    }
    double share = Math.pow((double) pixels / renditionPixels, EXPONENT);
    return Math.max(1000, Math.min(most, Math.round(renditionBitrate * share)));
  }

  /**
   * Whether a rung is of use: players take the one of the highest bit rate for the best.
   *
   * @param bytes size of the rung
   */
  public boolean isWorth(long bytes) {
    return renditionBitrate <= 0 || bytes * 8 < renditionBitrate * starts.end();
  }
}
