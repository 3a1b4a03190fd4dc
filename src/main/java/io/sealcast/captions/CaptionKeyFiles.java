package io.sealcast.captions;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoFile;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes the key files of videos whose captions change. Only processed videos are written here, and
 * processors write those of the others.
 */
@ApplicationScoped
class CaptionKeyFiles {
  /** Number of changes at the same time after which the last one is left to write the file. */
  private static final int MAX_ROUNDS = 5;

  @Inject private KeyFiles keyFiles;

  /** Writes a key file with an additional object, which isn't in the database yet. */
  void writeWith(VideoFile video, MediaObject added) throws IOException {
    Map<String, StoredObject> objects = objects(video);
    objects.put(added.getName(), stored(video, added));
    keyFiles.write(video.getId(), video.keySlots(KeySlot::new), objects);
  }

  /**
   * Writes a key file as the database has it, and again if the database has changed meanwhile. So
   * of several concurrent changes, the last one to write writes all of them.
   *
   * @param current reads the video from the database
   */
  void synchronize(Supplier<VideoFile> current) throws IOException {
    VideoFile video = current.get();
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Map<String, StoredObject> objects = objects(video);
      keyFiles.write(video.getId(), video.keySlots(KeySlot::new), objects);
      video = current.get();
      Set<String> names = objects(video).keySet();
      if (names.equals(objects.keySet())) {
        return;
      }
    }
  }

  private static Map<String, StoredObject> objects(VideoFile video) {
    Map<String, StoredObject> objects = new LinkedHashMap<>();
    video.getObjects().forEach(object -> objects.put(object.getName(), stored(video, object)));
    return objects;
  }

  private static StoredObject stored(VideoFile video, MediaObject object) {
    ObjectRef ref = new ObjectRef(video.getId(), object.getObjectId());
    return new StoredObject(ref, object.getIv(), object.getSize());
  }
}
