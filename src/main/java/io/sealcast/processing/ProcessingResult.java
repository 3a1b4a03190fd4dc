package io.sealcast.processing;

import io.sealcast.media.MediaWarning;
import io.sealcast.media.Rendition;
import io.sealcast.vault.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The published outputs of a job.
 *
 * @param objects at least one rendition and possibly other objects, in the planned order
 * @param skipped what of the source couldn't be made, for the owner; usually none
 */
record ProcessingResult(List<PublishedObject> objects, List<MediaWarning> skipped) {
  /**
   * Creates a result.
   *
   * @throws IllegalArgumentException when there is no rendition
   */
  ProcessingResult {
    objects = List.copyOf(objects);
    skipped = List.copyOf(skipped);
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

  /** Returns all that the owner should know although the video plays. */
  List<MediaWarning> warnings() {
    return Stream.concat(defaultRendition().warnings().stream(), skipped.stream()).toList();
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
