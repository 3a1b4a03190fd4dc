package io.sealcast.catalog;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores warnings as {@code [{"code":"…","message":"…"},…]}, the form of the API; null when there
 * are none.
 */
@Converter
public class VideoWarningsConverter implements AttributeConverter<List<VideoWarning>, String> {
  // looked up once: a lookup costs more than writing a message
  private static final JsonProvider JSON = JsonProvider.provider();

  static JsonArray json(List<VideoWarning> warnings) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (VideoWarning warning : warnings) {
      array.add(
          JSON.createObjectBuilder().add("code", warning.code()).add("message", warning.message()));
    }
    return array.build();
  }

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable List<VideoWarning> warnings) {
    return warnings == null || warnings.isEmpty() ? null : json(warnings).toString();
  }

  @Override
  public List<VideoWarning> convertToEntityAttribute(@Nullable String column) {
    if (column == null) {
      return List.of();
    }
    try (JsonReader reader = JSON.createReader(new StringReader(column))) {
      return reader.readArray().getValuesAs(JsonObject.class).stream()
          .map(w -> new VideoWarning(w.getString("code"), w.getString("message")))
          .toList();
    }
  }
}
