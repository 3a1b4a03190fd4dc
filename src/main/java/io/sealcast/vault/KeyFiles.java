package io.sealcast.vault;

import io.sealcast.storage.BlobStore;
import io.sealcast.storage.BlobWriter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes and erases key files. A key file is stored with the objects of a video and contains the
 * key slots and the id, name and IV of each object. With it, the storage and the encryption key
 * suffice to recover the video.
 */
@ApplicationScoped
public class KeyFiles {
  static final String NAME = "keys.json";

  /** Number of changes at the same time after which the last one is left to write the file. */
  private static final int MAX_ROUNDS = 5;

  private final BlobStore blobs;

  @Inject
  public KeyFiles(BlobStore blobs) {
    this.blobs = blobs;
  }

  /** Replaces the key file of a video atomically. */
  public void write(KeyFile content) throws IOException {
    try (BlobWriter writer = blobs.create(ObjectRef.prefix(content.fileId()) + NAME)) {
      writer.write(content.toJson().getBytes(StandardCharsets.UTF_8));
      writer.publish();
    }
  }

  /**
   * Writes a key file as the database has it, and again if the database has changed meanwhile. So
   * of several concurrent changes, the last one to write writes all of them.
   *
   * @param current reads the content from the database; empty when the video was deleted
   */
  public void synchronize(Supplier<Optional<KeyFile>> current) throws IOException {
    Optional<KeyFile> now = current.get();
    if (now.isPresent()) {
      write(now.get());
      synchronize(now.get(), current);
    }
  }

  /**
   * Does so after a key file was written, which stays if the database has what it names.
   *
   * @param written the content of the key file
   */
  public void synchronize(KeyFile written, Supplier<Optional<KeyFile>> current) throws IOException {
    KeyFile last = written;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Optional<KeyFile> now = current.get();
      if (now.isEmpty() || named(now.get()).equals(named(last))) {
        return;
      }
      last = now.get();
      write(last);
    }
  }

  private static Map<String, ObjectRef> named(KeyFile file) {
    Map<String, ObjectRef> named = new HashMap<>();
    file.objects().forEach((name, object) -> named.put(name, object.ref()));
    return named;
  }

  /**
   * Erases the key file of a video, without which its objects can't be decrypted. It does nothing
   * when there is none.
   */
  public void erase(long fileId) throws IOException {
    blobs.erase(ObjectRef.prefix(fileId) + NAME);
  }
}
