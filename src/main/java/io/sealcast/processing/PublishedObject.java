package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.Rendition;
import io.sealcast.vault.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A published output of a job, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param output its description; a rendition includes the segment index
 */
record PublishedObject(StoredObject stored, MediaOutput output) {

  /** Returns the object as an entity of the catalog. */
  MediaObject toMediaObject() {
    return output.match(
        rendition ->
            MediaObject.rendition(
                stored.ref().objectId(), trackOf(rendition), stored.size(), stored.iv()),
        poster ->
            new MediaObject(
                stored.ref().objectId(),
                poster.name(),
                MediaObject.Kind.POSTER,
                poster.contentType(),
                stored.size(),
                stored.iv()),
        captions ->
            MediaObject.captions(
                stored.ref().objectId(),
                captions.name(),
                captions.language(),
                captions.label(),
                stored.size(),
                stored.iv()));
  }

  private static Presentation.Track trackOf(Rendition rendition) {
    FragmentIndex index = rendition.index();
    List<SegmentIndex.Segment> segments =
        index.fragments().stream()
            .map(f -> new SegmentIndex.Segment(f.start(), f.duration(), f.offset(), f.size()))
            .toList();
    return new Presentation.Track(
        rendition.name(),
        rendition.contentType(),
        Optional.of(new Presentation.Resolution(rendition.width(), rendition.height())),
        OptionalInt.of(rendition.bitrate()),
        List.of(index.codecs().split(",")),
        new SegmentIndex(index.initSize(), segments));
  }
}
