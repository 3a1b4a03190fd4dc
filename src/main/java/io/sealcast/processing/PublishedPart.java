package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.Presentation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.RenditionPart;
import io.sealcast.vault.StoredObject;
import java.util.Optional;

/**
 * A published part of a rendition, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param part its description
 * @param sound the stream of the source of which its sound is; empty for none
 */
record PublishedPart(StoredObject stored, RenditionPart part, Optional<MediaInfo.Audio> sound) {
  /** Returns the part as an entity of the catalog. */
  MediaObject toMediaObject() {
    return MediaObject.part(
            stored.ref().objectId(),
            part.name(),
            part.number(),
            track(),
            stored.size(),
            stored.iv())
        .labelled(sound.map(MediaInfo.Audio::title).orElse(""));
  }

  private Presentation.Track track() {
    return RenditionTrack.of(
            part.rendition(), part.width(), part.height(), part.size(), part.index())
        .withLanguage(sound.map(MediaInfo.Audio::language).flatMap(RenditionTrack::stated));
  }
}
