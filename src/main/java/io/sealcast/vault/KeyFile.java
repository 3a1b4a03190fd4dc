package io.sealcast.vault;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a key file says, version 1. Written and read without a JSON library, so that recovery needs
 * nothing but a JDK.
 *
 * @param objects by name
 */
record KeyFile(long fileId, List<KeySlot> slots, Map<String, StoredObject> objects) {
  private static final long VERSION = 1;

  static KeyFile of(long fileId, List<KeySlot> slots, Map<String, StoredObject> objects) {
    return new KeyFile(fileId, List.copyOf(slots), new TreeMap<>(objects));
  }

  String toJson() {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("version", VERSION);
    root.put("file_id", fileId);
    root.put("slots", slots.stream().map(KeyFile::slot).toList());
    root.put(
        "objects", objects.entrySet().stream().map(e -> object(e.getKey(), e.getValue())).toList());
    return Json.write(root);
  }

  private static Map<String, Object> slot(KeySlot slot) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", slot.kind());
    json.put("salt", base64(slot.salt()));
    json.put("iterations", (long) slot.iterations());
    json.put("wrapped", base64(slot.wrapped()));
    return json;
  }

  private static Map<String, Object> object(String name, StoredObject object) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("object_id", object.ref().objectId().toString());
    json.put("iv", base64(object.iv()));
    json.put("size", object.size());
    return json;
  }

  /**
   * Reads a key file.
   *
   * @throws IllegalArgumentException when it isn't one
   */
  static KeyFile parse(String json) {
    try {
      Map<?, ?> root = (Map<?, ?>) Json.read(json);
      if (!Long.valueOf(VERSION).equals(root.get("version"))) {
        throw new IllegalArgumentException("Key file version " + root.get("version"));
      }
      long fileId = (Long) root.get("file_id");
      List<KeySlot> slots = new ArrayList<>();
      for (Object entry : (List<?>) root.get("slots")) {
        slots.add(slot(slots.size() + 1, entry));
      }
      Map<String, StoredObject> objects = new TreeMap<>();
      for (Object entry : (List<?>) root.get("objects")) {
        Map<?, ?> object = (Map<?, ?>) entry;
        ObjectRef ref = new ObjectRef(fileId, UUID.fromString((String) object.get("object_id")));
        objects.put(
            (String) object.get("name"),
            new StoredObject(ref, bytes(object.get("iv")), (Long) object.get("size")));
      }
      return new KeyFile(fileId, slots, objects);
    } catch (ClassCastException | NullPointerException e) {
      throw new IllegalArgumentException("The key file lacks something", e);
    }
  }

  /**
   * Reads one slot, whatever it is: a slot of a kind with other fields, or one that is damaged,
   * must not hide the next. What it lacks is empty, and nothing opens it.
   */
  private static KeySlot slot(long id, Object entry) {
    Map<?, ?> json = entry instanceof Map<?, ?> fields ? fields : Map.of();
    return new KeySlot(
        id,
        json.get("kind") instanceof String kind ? kind : "",
        bytesOrNone(json.get("salt")),
        json.get("iterations") instanceof Long n && n == n.intValue() ? n.intValue() : 0,
        bytesOrNone(json.get("wrapped")));
  }

  private static byte[] bytesOrNone(Object base64) {
    try {
      return base64 instanceof String text ? bytes(text) : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(Object base64) {
    return Base64.getDecoder().decode((String) base64);
  }
}
