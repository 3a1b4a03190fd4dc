package io.sealcast.media;

/**
 * What a rung is to be like that is larger than the default rendition, so that it is made of the
 * source. It is H.264, and differs from the pictures of the default rendition by its size alone.
 *
 * @param name file name of the rung, for instance {@code 2160p.mp4}
 * @param size the size of its picture
 * @param starts the times of the segments of the default rendition, which have to be its own
 */
public record SourceRungPlan(String name, Ladder.Size size, SegmentStarts starts) {}
