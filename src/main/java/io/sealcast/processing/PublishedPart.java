package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.media.RenditionPart;
import io.sealcast.vault.StoredObject;
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
    SegmentIndex segments = segments(part);
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
  static SegmentIndex segments(RenditionPart part) {
    return new SegmentIndex(
        part.index().initSize(),
        part.index().fragments().stream()
            .map(f -> new SegmentIndex.Segment(f.start(), f.duration(), f.offset(), f.size()))
            .toList());
  }
}
