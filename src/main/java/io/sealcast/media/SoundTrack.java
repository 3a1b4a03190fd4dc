package io.sealcast.media;

import io.sealcast.text.LanguageTag;

/**
 * A further sound track of a video, whose sink has received it completely: a fragmented MP4 of
 * sound alone.
 *
 * @param name file name
 * @param channels number of channels
 * @param language the language that the source states, or {@code und}
 * @param size bytes
 * @param index times and byte ranges of its fragments
 */
public record SoundTrack(
    String name, int channels, LanguageTag language, long size, FragmentIndex index) {}
