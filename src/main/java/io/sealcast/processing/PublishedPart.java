package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.RenditionPart;
import io.sealcast.vault.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A published part of a rendition, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param part its description
 */
record PublishedPart(StoredObject stored, RenditionPart part) {
  private static final String CONTENT_TYPE = "video/mp4";

  /** Returns the part as an entity of the catalog. */
  MediaObject toMediaObject() {
    return MediaObject.part(
        stored.ref().objectId(), part.name(), part.number(), track(), stored.size(), stored.iv());
  }

  private Presentation.Track track() {
    SegmentIndex segments = segments(part.index());
    double seconds = segments.segments().stream().mapToDouble(SegmentIndex.Segment::duration).sum();
    int bitrate =
        (int) Math.min(Integer.MAX_VALUE, Math.round(part.size() * 8 / Math.max(0.001, seconds)));
    return new Presentation.Track(
        part.rendition(),
        CONTENT_TYPE,
        Optional.of(new Presentation.Resolution(part.width(), part.height())),
        OptionalInt.of(bitrate),
        List.of(part.index().codecs().split(",")),
        segments);
  }

  /** Returns the segments of a part, whose positions count from the beginning of the part. */
  static SegmentIndex segments(FragmentIndex index) {
    return new SegmentIndex(
        0,
        index.initSize(),
        index.fragments().stream()
            .map(f -> new SegmentIndex.Segment(f.start(), f.duration(), f.offset(), f.size()))
            .toList(),
        apart(index));
  }

  /** Returns the part as two tracks, if each of its fragments can be read so. */
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
