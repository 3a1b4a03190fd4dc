package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.Presentation;
import io.sealcast.media.RenditionPart;
import io.sealcast.vault.StoredObject;

/**
 * A published part of a rendition, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param part its description
 */
record PublishedPart(StoredObject stored, RenditionPart part) {
  /** Returns the part as an entity of the catalog. */
  MediaObject toMediaObject() {
    return MediaObject.part(
        stored.ref().objectId(), part.name(), part.number(), track(), stored.size(), stored.iv());
  }

  private Presentation.Track track() {
    return RenditionTrack.of(
        part.rendition(), part.width(), part.height(), part.size(), part.index());
  }
}
