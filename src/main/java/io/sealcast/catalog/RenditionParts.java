package io.sealcast.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The parts of renditions among the objects of a video, without those that are superseded.
 *
 * @param objects all objects of the video, from which parts are removed
 */
record RenditionParts(List<MediaObject> objects) {

  boolean isEmpty() {
    return objects.stream().noneMatch(RenditionParts::isPart);
  }

  /** Removes all parts but the first ones of one rendition, and returns those removed. */
  List<MediaObject> keepOnly(String rendition, int count) {
    return remove(o -> !isPartOf(o, rendition) || o.partNumber() >= count);
  }

  /** Removes all parts of one rendition, and returns them. */
  List<MediaObject> removeOf(String rendition) {
    return remove(o -> isPartOf(o, rendition));
  }

  /** Removes all parts of renditions but some, and returns them. */
  List<MediaObject> removeAllBut(Set<String> renditions) {
    return remove(o -> o.partOf().filter(renditions::contains).isEmpty());
  }

  void removeAll() {
    remove(o -> true);
  }

  private List<MediaObject> remove(Predicate<MediaObject> which) {
    List<MediaObject> removed =
        objects.stream().filter(RenditionParts::isPart).filter(which).toList();
    removed.forEach(objects::remove);
    return removed;
  }

  /** Makes a rendition, which is complete, the one that is played by default. */
  void makeDefault(String rendition) {
    objects.stream().filter(o -> isPartOf(o, rendition)).forEach(MediaObject::asDefault);
  }

  private static boolean isPart(MediaObject object) {
    return object.getKind() == MediaObject.Kind.PART && !object.isSuperseded();
  }

  private static boolean isPartOf(MediaObject object, String rendition) {
    return isPart(object) && object.partOf().equals(Optional.of(rendition));
  }
}
