package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.media.Captions;
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
        this::captions);
  }

  private MediaObject poster(Poster poster) {
    return new MediaObject(
        stored.ref().objectId(),
        poster.name(),
        MediaObject.Kind.POSTER,
        poster.contentType(),
        stored.size(),
        stored.iv());
  }

  private MediaObject storyboard(StoryboardFile file) {
    return new MediaObject(
        stored.ref().objectId(),
        file.name(),
        MediaObject.Kind.STORYBOARD,
        file.contentType(),
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
