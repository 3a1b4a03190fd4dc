package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.media.SoundTrack;
import io.sealcast.vault.StoredObject;

/**
 * A published sound track, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param track its description
 * @param label what viewers choose it by
 */
record PublishedSound(StoredObject stored, SoundTrack track, String label) {
  /** Returns the track as an entity of the catalog. */
  MediaObject toMediaObject() {
    return MediaObject.sound(
        stored.ref().objectId(),
        RenditionTrack.ofSound(track.name(), track.size(), track.index(), track.language()),
        label,
        track.channels(),
        stored.size(),
        stored.iv());
  }
}
