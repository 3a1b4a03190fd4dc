package io.sealcast.vault;

import io.sealcast.range.ChunkGrid;
import io.sealcast.storage.BlobStore;
import io.sealcast.storage.local.LocalBlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A video with two objects in a separate directory. The second slot contains its key. */
final class StoredVideo {
  static final long ID = 17;
  static final String SECRET = "correct grüße";

  /** An illegal file name, so that the recovery uses the id of the object instead. */
  static final String POSTER = "../poster";

  final KeySlots keySlots = new KeySlots(1_000, Duration.ofSeconds(5));
  final byte[] source = Secrets.random(ChunkGrid.DEFAULT.chunkSize() + 99);
  final byte[] poster = Secrets.random(500);
  final Map<String, StoredObject> objects = new LinkedHashMap<>();
  final Path storage;
  final BlobStore blobs;

  StoredVideo(Path storage) throws IOException {
    this.storage = storage;
    blobs = new LocalBlobStore(storage, 0);
    EncryptService encrypt = new EncryptService(blobs);
    DataKey key = encrypt.newDataKey();
    objects.put("source", store(encrypt, key, source));
    objects.put(POSTER, store(encrypt, key, poster));
    KeySlot other = keySlots.wrap(encrypt.newDataKey(), "another key".toCharArray());
    KeySlot slot = keySlots.wrap(key, SECRET.toCharArray());
    new KeyFiles(blobs).write(KeyFile.of(ID, List.of(other, slot), objects));
  }

  private static StoredObject store(EncryptService encrypt, DataKey key, byte[] bytes)
      throws IOException {
    try (ObjectEncryptor encryptor = encrypt.encrypt(ID, key)) {
      encryptor.write(bytes);
      return encryptor.publish();
    }
  }

  ObjectRef sourceRef() {
    return objects.get("source").ref();
  }

  String posterId() {
    return objects.get(POSTER).ref().objectId().toString();
  }
}
