package io.sealcast.media;

/**
 * How the clock of a rendition is related to that of the source.
 *
 * @param origin time in seconds on the clock of the source that is 0 in the rendition
 * @param joined whether the clock of the source jumps, so that what follows a jump is joined to
 *     what precedes it
 */
public record SourceClock(double origin, boolean joined) {}
