package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.media.Rung;
import io.sealcast.vault.StoredObject;

/**
 * A smaller rendition in the storage, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param rung its description
 */
record PublishedRung(StoredObject stored, Rung rung) {

  /** Returns the rendition as an entity of the catalog. */
  MediaObject toMediaObject() {
    return MediaObject.rendition(
        stored.ref().objectId(),
        RenditionTrack.of(rung.name(), rung.width(), rung.height(), rung.size(), rung.index()),
        stored.size(),
        stored.iv());
  }
}
