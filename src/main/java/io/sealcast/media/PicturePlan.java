package io.sealcast.media;

/**
 * How the pictures of a rendition are encoded: what has to be known beside the source.
 *
 * @param width shown width in pixels
 * @param height shown height in pixels
 * @param frameRate pictures in a second, a whole number or a fraction such as {@code 30000/1001}
 * @param origin time in seconds on the clock of the source that becomes 0
 * @param length duration of the rendition in seconds
 * @param pictureLength time in seconds from the origin to the end of the last picture of the
 *     source, which is repeated until {@code length}
 */
public record PicturePlan(
    int width, int height, String frameRate, double origin, double length, double pictureLength) {}
