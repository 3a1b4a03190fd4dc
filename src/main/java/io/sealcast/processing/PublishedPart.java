package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.Presentation;
import io.sealcast.media.RenditionPart;
import io.sealcast.text.LanguageTag;
import io.sealcast.vault.StoredObject;

/**
 * A published part of a rendition, to be registered in the catalog.
 *
 * @param stored the stored object
 * @param part its description
 * @param sound describes its sound
 */
record PublishedPart(StoredObject stored, RenditionPart part, Sound sound) {
  /** The sound of what has none, or whose sound nobody chooses. */
  static final Sound NO_SOUND = new Sound(LanguageTag.UNDETERMINED, "");

  /**
   * Describes sound.
   *
   * @param language its language, or {@code und}
   * @param label what viewers choose it by; may be empty
   */
  record Sound(LanguageTag language, String label) {}

  /** Returns the part as an entity of the catalog. */
  MediaObject toMediaObject() {
    return MediaObject.part(
            stored.ref().objectId(),
            part.name(),
            part.number(),
            track(),
            stored.size(),
            stored.iv())
        .labelled(sound.label());
  }

  private Presentation.Track track() {
    return RenditionTrack.of(
            part.rendition(), part.width(), part.height(), part.size(), part.index())
        .withLanguage(RenditionTrack.stated(sound.language()));
  }
}
