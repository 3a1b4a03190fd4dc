package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.media.Captions;
import io.sealcast.media.Chapters;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.Poster;
import io.sealcast.media.StoryboardFile;
import io.sealcast.vault.StoredObject;

/**
 * A published output of a job other than a rendition, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param output its description
 */
record PublishedObject(StoredObject stored, MediaOutput output) {

  /** Returns the object as an entity of the catalog. */
  MediaObject toMediaObject() {
    return output.match(
        rendition -> {
          throw new IllegalStateException("a rendition is registered by its parts");
        },
        this::poster,
        this::storyboard,
        this::captions,
        this::chapters);
  }

  private MediaObject poster(Poster poster) {
    return object(MediaObject.Kind.POSTER, poster);
  }

  private MediaObject storyboard(StoryboardFile file) {
    return object(MediaObject.Kind.STORYBOARD, file);
  }

  private MediaObject chapters(Chapters chapters) {
    return object(MediaObject.Kind.CHAPTERS, chapters);
  }

  private MediaObject object(MediaObject.Kind kind, MediaOutput described) {
    return new MediaObject(
        stored.ref().objectId(),
        described.name(),
        kind,
        described.contentType(),
        stored.size(),
        stored.iv());
  }

  private MediaObject captions(Captions captions) {
    return MediaObject.captions(
        stored.ref().objectId(),
        captions.name(),
        captions.language(),
        captions.label(),
        stored.size(),
        stored.iv());
  }
}
