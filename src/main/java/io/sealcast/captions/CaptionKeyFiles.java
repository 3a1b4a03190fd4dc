package io.sealcast.captions;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoFile;
import io.sealcast.vault.KeyFile;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes the key files of videos whose captions change. Only processed videos are written here, and
 * processors write those of the others.
 */
@ApplicationScoped
class CaptionKeyFiles {
  @Inject private KeyFiles keyFiles;

  /** Writes a key file with an additional object, which isn't in the database yet. */
  void writeWith(VideoFile video, MediaObject added) throws IOException {
    Map<String, StoredObject> more = Map.of(added.getName(), stored(video, added));
    keyFiles.write(keyFile(video).with(more));
  }

  /**
   * Writes a key file as the database has it.
   *
   * @param current reads the video from the database
   */
  void synchronize(Supplier<VideoFile> current) throws IOException {
    keyFiles.synchronize(() -> Optional.of(keyFile(current.get())));
  }

  private static KeyFile keyFile(VideoFile video) {
    Map<String, StoredObject> objects = new LinkedHashMap<>();
    video.getObjects().forEach(object -> objects.put(object.getName(), stored(video, object)));
    return KeyFile.of(video.getId(), video.keySlots(KeySlot::new), objects);
  }

  private static StoredObject stored(VideoFile video, MediaObject object) {
    ObjectRef ref = new ObjectRef(video.getId(), object.getObjectId());
    return new StoredObject(ref, object.getIv(), object.getSize());
  }
}
