package io.sealcast.processing;

import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.media.FragmentIndex;
import io.sealcast.text.LanguageTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Describes what the transcoder has made as the catalog does. */
final class RenditionTrack {
  /** Shortest duration in seconds of which an average frame rate says something. */
  private static final double SHORTEST_RATED = 0.5;

  private static final String CONTENT_TYPE = "video/mp4";

  private RenditionTrack() {}

  /**
   * Returns the track of a rendition or of a part of it.
   *
   * @param name file name of the rendition
   * @param width shown width in pixels
   * @param height shown height in pixels
   * @param size bytes that {@code index} describes
   */
  static Presentation.Track of(String name, int width, int height, long size, FragmentIndex index) {
    SegmentIndex segments = segments(index);
    double seconds = seconds(segments);
    long pictures = index.fragments().stream().mapToLong(FragmentIndex.Fragment::pictures).sum();
    return new Presentation.Track(
            name,
            CONTENT_TYPE,
            Optional.of(new Presentation.Resolution(width, height)),
            OptionalInt.of(bitrate(size, seconds)),
            List.of(index.codecs().split(",")),
            segments)
        .withFrameRate(
            seconds >= SHORTEST_RATED && pictures > 0
                ? OptionalDouble.of(pictures / seconds)
                : OptionalDouble.empty());
  }

  /**
   * Returns the track of sound alone.
   *
   * @param name file name
   * @param size bytes of the file
   * @param language the language of the sound, or {@code und}
   */
  static Presentation.Track ofSound(
      String name, long size, FragmentIndex index, LanguageTag language) {
    SegmentIndex segments = segments(index);
    return new Presentation.Track(
            name,
            Presentation.SOUND_TYPE,
            Optional.empty(),
            OptionalInt.of(bitrate(size, seconds(segments))),
            List.of(index.codecs().split(",")),
            segments)
        .withLanguage(stated(language));
  }

  /** Returns a language that is known. */
  static Optional<LanguageTag> stated(LanguageTag language) {
    return Optional.of(language).filter(known -> !known.equals(LanguageTag.UNDETERMINED));
  }

  private static double seconds(SegmentIndex segments) {
    return segments.segments().stream().mapToDouble(SegmentIndex.Segment::duration).sum();
  }

  private static int bitrate(long size, double seconds) {
    return (int) Math.min(Integer.MAX_VALUE, Math.round(size * 8 / Math.max(0.001, seconds)));
  }

  /** Returns the segments, whose positions count as those of the index. */
  static SegmentIndex segments(FragmentIndex index) {
    return new SegmentIndex(
        0,
        index.initSize(),
        index.fragments().stream()
            .map(f -> new SegmentIndex.Segment(f.start(), f.duration(), f.offset(), f.size()))
            .toList(),
        apart(index));
  }

  /** Returns the file as two tracks, if each of its fragments can be read so. */
  private static Optional<SegmentIndex.Apart> apart(FragmentIndex index) {
    List<SegmentIndex.Segment> pictures = new ArrayList<>();
    List<SegmentIndex.Segment> sounds = new ArrayList<>();
    for (FragmentIndex.Fragment f : index.fragments()) {
      if (f.apart().isEmpty()) {
        return Optional.empty();
      }
      long pictureSize = f.apart().get().pictureSize();
      pictures.add(new SegmentIndex.Segment(f.start(), f.duration(), f.offset(), pictureSize));
      f.apart()
          .get()
          .sound()
          .ifPresent(
              sound ->
                  sounds.add(
                      new SegmentIndex.Segment(
                          sound.start(),
                          sound.duration(),
                          f.offset() + pictureSize,
                          f.size() - pictureSize)));
    }
    return Optional.of(
        new SegmentIndex.Apart(
            track(index.inits().map(FragmentIndex.Inits::picture), pictures),
            track(index.inits().map(FragmentIndex.Inits::sound), sounds)));
  }

  private static SegmentIndex track(
      Optional<FragmentIndex.Extent> init, List<SegmentIndex.Segment> segments) {
    return new SegmentIndex(
        init.map(FragmentIndex.Extent::offset).orElse(0L),
        init.map(FragmentIndex.Extent::size).orElse(0L),
        segments,
        Optional.empty());
  }
}
