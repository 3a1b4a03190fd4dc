package io.sealcast.processing;

import io.sealcast.catalog.SoundSteps;
import io.sealcast.media.Ladder;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaWarning;
import io.sealcast.media.Rendition;
import io.sealcast.vault.StoredObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The published outputs of a job. The parts of its rendition have been registered already.
 *
 * @param name name under which the parts of the rendition are registered
 * @param rendition the rendition that is played by default
 * @param objects the other outputs
 * @param ladder the smaller renditions that are to be made later; may be empty
 * @param sounds the sound tracks that are to be made later beside that of the rendition; may be
 *     empty
 * @param skipped what of the source couldn't be made, for the owner; usually none
 */
record ProcessingResult(
    String name,
    Rendition rendition,
    List<PublishedObject> objects,
    List<Ladder.Rung> ladder,
    List<SoundSteps.Sound> sounds,
    List<MediaWarning> skipped) {

  ProcessingResult {
    objects = List.copyOf(objects);
    ladder = List.copyOf(ladder);
    sounds = List.copyOf(sounds);
    skipped = List.copyOf(skipped);
  }

  /**
   * Returns the first rendition of a transcoder's outputs.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Rendition renditionOf(List<MediaOutput> outputs) {
    return outputs.stream()
        .filter(Rendition.class::isInstance)
        .map(Rendition.class::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("nothing to play"));
  }

  /** Returns all that the owner should know although the video plays. */
  List<MediaWarning> warnings() {
    return Stream.concat(rendition.warnings().stream(), skipped.stream()).toList();
  }

  /** Returns the stored objects by name, without the parts of the rendition. */
  Map<String, StoredObject> stored() {
    Map<String, StoredObject> stored = new LinkedHashMap<>();
    objects.forEach(o -> stored.put(o.output().name(), o.stored()));
    return stored;
  }
}
