package io.sealcast.media;

/**
 * A part of a rendition that holds some whole segments of it.
 *
 * @param rendition file name of the rendition, for instance {@code 720p.mp4}
 * @param number from 0, without gaps
 * @param name name of the output in the sink, for instance {@code 720p.mp4.part-0000}
 * @param width shown width in pixels
 * @param height shown height in pixels
 * @param size bytes
 * @param index times and byte ranges of its fragments, counted from the beginning of the part;
 *     {@code initSize} is 0 except in part 0
 * @param plannedDuration duration of the whole rendition in seconds; 0 when unknown
 */
public record RenditionPart(
    String rendition,
    int number,
    String name,
    int width,
    int height,
    long size,
    FragmentIndex index,
    double plannedDuration) {}
