package io.sealcast.it.harness;

import io.sealcast.it.client.Api;
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

/** Decrypts a stored video from its files alone, for comparison with the bytes that viewers get. */
public final class StoredRendition {
  private StoredRendition() {}

  public static byte[] read(Path storage, long fileId, String object, String encryptionKey) {
    try {
      JsonObject keys = keys(storage, fileId);
      ObjectRef ref = new ObjectRef(fileId, UUID.fromString(objectId(keys, object)));
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

  /** Returns the file of an object. */
  public static Path file(Path storage, long fileId, String object) throws IOException {
    String id = objectId(keys(storage, fileId), object);
    return storage.resolve("videos/" + fileId + "/" + id + ".sealed");
  }

  private static JsonObject keys(Path storage, long fileId) throws IOException {
    return Api.json(Files.readString(storage.resolve("videos/" + fileId + "/keys.json")));
  }

  private static String objectId(JsonObject keys, String object) {
    return keys.getJsonArray("objects").getValuesAs(JsonObject.class).stream()
        .filter(o -> o.getString("name").equals(object))
        .findFirst()
        .orElseThrow()
        .getString("object_id");
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
