package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.media.SoundTrack;
import io.sealcast.vault.StoredObject;

/**
 * A published sound track, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param track its description
 */
record PublishedSound(StoredObject stored, SoundTrack track) {
  /** Returns the track as an entity of the catalog. */
  MediaObject toMediaObject() {
    return MediaObject.sound(
        stored.ref().objectId(),
        RenditionTrack.ofSound(track.name(), track.size(), track.index(), track.language()),
        track.title(),
        track.channels(),
        stored.size(),
        stored.iv());
  }
}
