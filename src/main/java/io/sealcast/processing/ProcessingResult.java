package io.sealcast.processing;

import io.sealcast.media.Rendition;
import io.sealcast.vault.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The published outputs of a job.
 *
 * @param objects at least one rendition and possibly other objects, in the planned order
 */
record ProcessingResult(List<PublishedObject> objects) {
  /**
   * Creates a result.
   *
   * @throws IllegalArgumentException when there is no rendition
   */
  ProcessingResult {
    objects = List.copyOf(objects);
    defaultObject(objects);
  }

  /** Returns the object that is played by default, which is the first rendition. */
  PublishedObject defaultObject() {
    return defaultObject(objects);
  }

  /** Returns the rendition of {@link #defaultObject}. */
  Rendition defaultRendition() {
    return (Rendition) defaultObject().output();
  }

  private static PublishedObject defaultObject(List<PublishedObject> objects) {
    return objects.stream()
        .filter(o -> o.output() instanceof Rendition)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing to play"));
  }

  /** Returns the stored objects by name. */
  Map<String, StoredObject> stored() {
    Map<String, StoredObject> stored = new LinkedHashMap<>();
    objects.forEach(o -> stored.put(o.output().name(), o.stored()));
    return stored;
  }
}
