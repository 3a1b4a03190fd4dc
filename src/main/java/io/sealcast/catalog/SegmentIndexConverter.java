package io.sealcast.catalog;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** {@code {"init":1234,"segments":[[start,duration,offset,size],…]}}. */
@Converter
class SegmentIndexConverter implements AttributeConverter<SegmentIndex, String> {
  @Override
  public String convertToDatabaseColumn(SegmentIndex index) {
    if (index == null) {
      return null;
    }
    JsonArrayBuilder segments = Json.createArrayBuilder();
    for (SegmentIndex.Segment s : index.segments()) {
      segments.add(
          Json.createArrayBuilder().add(s.start()).add(s.duration()).add(s.offset()).add(s.size()));
    }
    return Json.createObjectBuilder()
        .add("init", index.initSize())
        .add("segments", segments)
        .build()
        .toString();
  }

  @Override
  public SegmentIndex convertToEntityAttribute(String column) {
    if (column == null) {
      return null;
    }
    try (JsonReader reader = Json.createReader(new StringReader(column))) {
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
