package io.sealcast.processing;

import io.sealcast.media.Rendition;
import io.sealcast.vault.StoredObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a job has published.
 *
 * @param rendition what the default rendition is
 * @param video its object
 * @param poster the poster's object, where one could be made
 */
record ProcessingResult(Rendition rendition, StoredObject video, Optional<StoredObject> poster) {

  /** Its objects, by the names that the video knows them by. */
  Map<String, StoredObject> objects() {
    Map<String, StoredObject> objects = new LinkedHashMap<>();
    objects.put(rendition.name(), video);
    poster.ifPresent(stored -> objects.put(JobRunner.POSTER, stored));
    return objects;
  }
}
