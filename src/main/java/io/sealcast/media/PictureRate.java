package io.sealcast.media;

/**
 * A constant rate of pictures, as an exact fraction.
 *
 * @param pictures number of pictures, at least 1
 * @param seconds in which they are shown, at least 1
 */
public record PictureRate(long pictures, long seconds) {
  /**
   * Parses a rate in the notation of ffmpeg's filters.
   *
   * @param text for instance {@code 25}, {@code 30000/1001} or {@code 15/1*2}
   * @throws NumberFormatException for any other text
   */
  public static PictureRate parse(String text) {
    int times = text.indexOf('*');
    long multiple = times < 0 ? 1 : Long.parseLong(text.substring(times + 1));
    String rate = times < 0 ? text : text.substring(0, times);
    int slash = rate.indexOf('/');
    return slash < 0
        ? new PictureRate(Long.parseLong(rate) * multiple, 1)
        : new PictureRate(
            Long.parseLong(rate.substring(0, slash)) * multiple,
            Long.parseLong(rate.substring(slash + 1)));
  }

  /**
   * Returns the number of the first picture, from 0, that is shown at a time in seconds or later.
   */
  public long firstAt(int time) {
    return -Math.floorDiv(-time * pictures, seconds);
  }

  /** Returns the number of pictures that are shown before a time in seconds. */
  public long before(double time) {
    return Math.round(time * pictures / seconds);
  }

  /** Returns the time in seconds at which a picture begins. */
  public double timeOf(long picture) {
    return (double) picture * seconds / pictures;
  }
}
