package io.sealcast.catalog;

import java.util.List;

/**
 * What was prepared of a video before, among its objects, while it is prepared anew. It is played
 * until the new preparation is done, and after that if it has failed.
 *
 * @param objects all objects of the video
 */
record SupersededObjects(List<MediaObject> objects) {

  /**
   * Marks what was prepared. The source stays, and so do captions, which the owner may have edited.
   */
  void mark() {
    objects.stream()
        .filter(o -> o.getKind() != MediaObject.Kind.SOURCE)
        .filter(o -> o.getKind() != MediaObject.Kind.CAPTIONS)
        .forEach(MediaObject::supersede);
  }

  /** Whether there is something prepared before that is still played. */
  boolean exist() {
    return objects.stream().anyMatch(MediaObject::isSuperseded);
  }

  /** Makes what was prepared before the current preparation again. */
  void reinstate() {
    objects.forEach(MediaObject::reinstate);
  }

  /** Removes what was prepared before, and returns it. */
  List<MediaObject> remove() {
    List<MediaObject> removed = objects.stream().filter(MediaObject::isSuperseded).toList();
    removed.forEach(objects::remove);
    return removed;
  }

  /** Returns the objects that callers may know: without the parts of a new preparation. */
  List<MediaObject> shown() {
    return exist()
        ? objects.stream()
            .filter(o -> o.isSuperseded() || o.getKind() != MediaObject.Kind.PART)
            .toList()
        : objects;
  }
}
