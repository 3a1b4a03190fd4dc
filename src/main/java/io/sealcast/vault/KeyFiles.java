package io.sealcast.vault;

import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes and erases key files. A key file is stored with the objects of a video and contains the
 * key slots and the id, name and IV of each object. With it, the storage and the encryption key
 * suffice to recover the video.
 */
@ApplicationScoped
public class KeyFiles {
  static final String NAME = "keys.json";

  private final BlobStore blobs;

  @Inject
  public KeyFiles(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * Replaces the key file of a video atomically.
   *
   * @param objects the stored objects by name
   */
  public void write(long fileId, List<KeySlot> slots, Map<String, StoredObject> objects)
      throws IOException {
    String json = KeyFile.of(fileId, slots, objects).toJson();
    try (BlobWriter writer = blobs.create(ObjectRef.prefix(fileId) + NAME)) {
      writer.write(json.getBytes(StandardCharsets.UTF_8));
      writer.publish();
    }
  }

  /**
   * Erases the key file of a video, without which its objects can't be decrypted. It does nothing
   * when there is none.
   */
  public void erase(long fileId) throws IOException {
    blobs.erase(ObjectRef.prefix(fileId) + NAME);
  }
}
