package io.sealcast.catalog;

/**
 * A sound track that a viewer can choose.
 *
 * @param track its segments, codecs and language
 * @param label what viewers choose it by, which no other sound track of the video has
 * @param channels number of channels
 */
public record SoundTrack(Presentation.Track track, String label, int channels) {}
