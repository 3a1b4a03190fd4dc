package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.Presentation;
import io.sealcast.media.RenditionPart;
import io.sealcast.text.LanguageTag;
import io.sealcast.vault.StoredObject;
import java.util.Optional;

/**
 * A published part of a rendition, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param part its description
 * @param language the language of its sound, or {@code und}
 */
record PublishedPart(StoredObject stored, RenditionPart part, LanguageTag language) {
  /** Returns the part as an entity of the catalog. */
  MediaObject toMediaObject() {
    return MediaObject.part(
        stored.ref().objectId(), part.name(), part.number(), track(), stored.size(), stored.iv());
  }

  private Presentation.Track track() {
    return RenditionTrack.of(
            part.rendition(), part.width(), part.height(), part.size(), part.index())
        .withLanguage(
            Optional.of(language).filter(known -> !known.equals(LanguageTag.UNDETERMINED)));
  }
}
