package io.sealcast.catalog;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores a segment index as {@code {"init":1234,"segments":[[start,duration,offset,size],…]}}. */
@Converter
public class SegmentIndexConverter implements AttributeConverter<SegmentIndex, String> {
  // looked up once: a lookup costs more than writing a message
  private static final JsonProvider JSON = JsonProvider.provider();

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable SegmentIndex index) {
    if (index == null) {
      return null;
    }
    JsonArrayBuilder segments = JSON.createArrayBuilder();
    for (SegmentIndex.Segment s : index.segments()) {
      segments.add(
          JSON.createArrayBuilder().add(s.start()).add(s.duration()).add(s.offset()).add(s.size()));
    }
    return JSON.createObjectBuilder()
        .add("init", index.initSize())
        .add("segments", segments)
        .build()
        .toString();
  }

  @Override
  public @Nullable SegmentIndex convertToEntityAttribute(@Nullable String column) {
    if (column == null) {
      return null;
    }
    try (JsonReader reader = JSON.createReader(new StringReader(column))) {
      JsonObject object = reader.readObject();
      List<SegmentIndex.Segment> segments = new ArrayList<>();
      for (JsonArray s : object.getJsonArray("segments").getValuesAs(JsonArray.class)) {
        segments.add(
            new SegmentIndex.Segment(
                s.getJsonNumber(0).doubleValue(),
                s.getJsonNumber(1).doubleValue(),
                s.getJsonNumber(2).longValue(),
                s.getJsonNumber(3).longValue()));
      }
      return new SegmentIndex(object.getJsonNumber("init").longValue(), segments);
    }
  }
}
