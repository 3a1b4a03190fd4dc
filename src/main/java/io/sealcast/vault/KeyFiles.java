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
 * The small file beside a video's objects that makes storage and encryption key enough to recover
 * it: the key slots, and each object's id, name and IV.
 */
@ApplicationScoped
public class KeyFiles {
  static final String NAME = "keys.json";

  private final BlobStore blobs;

  @Inject
  public KeyFiles(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Writes the key file anew, all at once; {@code objects} by name. */
  public void write(long fileId, List<KeySlot> slots, Map<String, StoredObject> objects)
      throws IOException {
    String json = KeyFile.of(fileId, slots, objects).toJson();
    try (BlobWriter writer = blobs.create(ObjectRef.prefix(fileId) + NAME)) {
      writer.write(json.getBytes(StandardCharsets.UTF_8));
      writer.publish();
    }
  }
}
