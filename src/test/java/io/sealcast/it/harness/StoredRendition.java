package io.sealcast.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.storage.local.LocalBlobStore;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.DecryptService;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.KeySlots;
import io.sealcast.vault.ObjectReader;
import io.sealcast.vault.ObjectRef;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** Decrypts a stored video from its files alone, for comparison with the bytes that viewers get. */
public final class StoredRendition {
  private StoredRendition() {}

  /** Returns the bytes of an object, or of all parts of a rendition. */
  public static byte[] read(Path storage, long fileId, String name, String encryptionKey) {
    try {
      JsonObject keys = keys(storage, fileId);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try (DataKey key =
          new KeySlots()
              .unwrap(
                  slot(keys.getJsonArray("slots").getJsonObject(0)), encryptionKey.toCharArray())) {
        for (String objectId : objectIds(keys, name)) {
          all.write(read(storage, new ObjectRef(fileId, UUID.fromString(objectId)), key));
        }
      }
      return all.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path storage, ObjectRef ref, DataKey key) throws IOException {
    try (ObjectReader reader = new DecryptService(new LocalBlobStore(storage, 0)).open(ref, key)) {
      byte[] all = new byte[Math.toIntExact(reader.size())];
      for (int at = 0; at < all.length; ) {
        at += reader.read(at, all, at, all.length - at);
      }
      return all;
    }
  }

  /** Returns the file of an object, or of the last part of a rendition. */
  public static Path file(Path storage, long fileId, String name) throws IOException {
    List<String> ids = objectIds(keys(storage, fileId), name);
    return storage.resolve("videos/" + fileId + "/" + ids.get(ids.size() - 1) + ".sealed");
  }

  private static JsonObject keys(Path storage, long fileId) throws IOException {
    return Api.json(Files.readString(storage.resolve("videos/" + fileId + "/keys.json")));
  }

  /** Returns the ids of the objects: one, or those of the parts in their order. */
  private static List<String> objectIds(JsonObject keys, String name) {
    List<String> ids =
        keys.getJsonArray("objects").getValuesAs(JsonObject.class).stream()
            .filter(o -> o.getString("name").matches(Pattern.quote(name) + "(\\.part-\\d{4})?"))
            .sorted(Comparator.comparing(o -> o.getString("name")))
            .map(o -> o.getString("object_id"))
            .toList();
    assertThat(ids).as("objects of " + name).isNotEmpty();
    return ids;
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
