package io.sealcast.processing;

import io.sealcast.media.Rendition;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a job has published.
 *
 * @param rendition what the default rendition is
 * @param video its object
 * @param poster the poster's object, where one could be made
 */
record ProcessingResult(Rendition rendition, StoredObject video, Optional<StoredObject> poster) {

  Set<ObjectRef> refs() {
    Set<ObjectRef> refs = new HashSet<>(Set.of(video.ref()));
    poster.map(StoredObject::ref).ifPresent(refs::add);
    return refs;
  }
}
