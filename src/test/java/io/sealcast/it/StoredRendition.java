package io.sealcast.it;

import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.KeySlots;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.ObjectRef;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;

/** What is stored of a video, decrypted from the files alone: the truth that viewers must get. */
final class StoredRendition {
  private StoredRendition() {}

  static byte[] read(Path storage, long fileId, String object, String encryptionKey) {
    try {
      JsonObject keys =
          Api.json(Files.readString(storage.resolve("videos/" + fileId + "/keys.json")));
      JsonObject stored =
          keys.getJsonArray("objects").getValuesAs(JsonObject.class).stream()
              .filter(o -> o.getString("name").equals(object))
              .findFirst()
              .orElseThrow();
      ObjectRef ref = new ObjectRef(fileId, UUID.fromString(stored.getString("object_id")));
      try (DataKey key =
              new KeySlots()
                  .unwrap(
                      slot(keys.getJsonArray("slots").getJsonObject(0)),
                      encryptionKey.toCharArray());
          ObjectReader reader = new DecryptService(new LocalBlobStore(storage, 0)).open(ref, key)) {
        byte[] all = new byte[Math.toIntExact(reader.size())];
        for (int at = 0; at < all.length; ) {
          at += reader.read(at, all, at, all.length - at);
        }
        return all;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeySlot slot(JsonObject json) {
    return new KeySlot(
        json.getString("kind"),
        bytes(json, "salt"),
        json.getInt("iterations"),
        bytes(json, "wrapped"));
  }

  private static byte[] bytes(JsonObject json, String name) {
    return Base64.getDecoder().decode(json.getString(name));
  }
}
