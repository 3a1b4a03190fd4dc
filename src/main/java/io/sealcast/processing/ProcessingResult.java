package io.sealcast.processing;

import io.sealcast.media.Rendition;
import io.sealcast.vault.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a job has published.
 *
 * @param objects in the order in which they were planned, at least one rendition among them
 */
record ProcessingResult(List<PublishedObject> objects) {
  /**
   * Makes a result.
   *
   * @throws IllegalArgumentException when nothing in it can be played
   */
  ProcessingResult {
    objects = List.copyOf(objects);
    defaultObject(objects);
  }

  /** The object that is played where nobody asks for another: the first rendition. */
  PublishedObject defaultObject() {
    return defaultObject(objects);
  }

  /** What the {@link #defaultObject} is. */
  Rendition defaultRendition() {
    return (Rendition) defaultObject().output();
  }

  private static PublishedObject defaultObject(List<PublishedObject> objects) {
    return objects.stream()
        .filter(o -> o.output() instanceof Rendition)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing to play"));
  }

  /** The stored objects, by the names that the video knows them by. */
  Map<String, StoredObject> stored() {
    Map<String, StoredObject> stored = new LinkedHashMap<>();
    objects.forEach(o -> stored.put(o.output().name(), o.stored()));
    return stored;
  }
}
