package io.sealcast.catalog;

import io.sealcast.catalog.SegmentIndex.Apart;
import io.sealcast.catalog.SegmentIndex.Segment;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores a segment index as {@code {"init":1234,"segments":[[start,duration,offset,size],…]}}.
 *
 * <p>When picture and sound can be read apart, {@code "tracks":[[offset,size],[offset,size]]} are
 * their initialization segments, which only the first part has, and three numbers more follow in
 * each segment: the size of its pictures, and the start and the duration of its sound. A segment
 * without sound has the first of them alone. Earlier versions read the numbers that they know.
 */
@Converter
public class SegmentIndexConverter implements AttributeConverter<SegmentIndex, String> {
  private static final int PICTURE_SIZE = 4;
  private static final int SOUND_START = 5;
  private static final int SOUND_DURATION = 6;

  // looked up once: a lookup costs more than writing a message
  private static final JsonProvider JSON = JsonProvider.provider();

  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable SegmentIndex index) {
    if (index == null) {
      return null;
    }
    JsonObjectBuilder object = JSON.createObjectBuilder().add("init", index.initSize());
    if (index.initSize() > 0) {
      index.apart().ifPresent(apart -> object.add("tracks", inits(apart)));
    }
    return object.add("segments", segments(index)).build().toString();
  }

  private static JsonArrayBuilder inits(Apart apart) {
    JsonArrayBuilder inits = JSON.createArrayBuilder();
    for (SegmentIndex track : List.of(apart.picture(), apart.sound())) {
      inits.add(JSON.createArrayBuilder().add(track.initOffset()).add(track.initSize()));
    }
    return inits;
  }

  private static JsonArrayBuilder segments(SegmentIndex index) {
    Iterator<Segment> pictures =
        index.apart().map(a -> a.picture().segments()).orElse(List.of()).iterator();
    Iterator<Segment> sounds =
        index.apart().map(a -> a.sound().segments()).orElse(List.of()).iterator();
    JsonArrayBuilder segments = JSON.createArrayBuilder();
    for (Segment s : index.segments()) {
      JsonArrayBuilder numbers =
          JSON.createArrayBuilder().add(s.start()).add(s.duration()).add(s.offset()).add(s.size());
      if (pictures.hasNext()) {
        long pictureSize = pictures.next().size();
        numbers.add(pictureSize);
        if (pictureSize < s.size()) {
          Segment sound = sounds.next();
          numbers.add(sound.start()).add(sound.duration());
        }
      }
      segments.add(numbers);
    }
    return segments;
  }

  @Override
  public @Nullable SegmentIndex convertToEntityAttribute(@Nullable String column) {
    if (column == null) {
      return null;
    }
    try (JsonReader reader = JSON.createReader(new StringReader(column))) {
      JsonObject object = reader.readObject();
      List<JsonArray> rows = object.getJsonArray("segments").getValuesAs(JsonArray.class);
      List<Segment> segments = new ArrayList<>();
      for (JsonArray row : rows) {
        segments.add(
            new Segment(number(row, 0), number(row, 1), position(row, 2), position(row, 3)));
      }
      boolean apart = !rows.isEmpty() && rows.stream().allMatch(row -> row.size() > PICTURE_SIZE);
      return new SegmentIndex(
          0,
          object.getJsonNumber("init").longValue(),
          segments,
          apart ? Optional.of(apart(object, rows, segments)) : Optional.empty());
    }
  }

  private static Apart apart(JsonObject object, List<JsonArray> rows, List<Segment> segments) {
    List<Segment> pictures = new ArrayList<>();
    List<Segment> sounds = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      JsonArray row = rows.get(i);
      Segment whole = segments.get(i);
      long size = position(row, PICTURE_SIZE);
      pictures.add(new Segment(whole.start(), whole.duration(), whole.offset(), size));
      if (row.size() > SOUND_DURATION) {
        sounds.add(
            new Segment(
                number(row, SOUND_START),
                number(row, SOUND_DURATION),
                whole.offset() + size,
                whole.size() - size));
      }
    }
    JsonArray inits = object.getJsonArray("tracks");
    return new Apart(track(inits, 0, pictures), track(inits, 1, sounds));
  }

  /**
   * Returns the index of a track.
   *
   * @param inits null for a part that isn't the first
   */
  private static SegmentIndex track(@Nullable JsonArray inits, int number, List<Segment> segments) {
    if (inits == null) {
      return new SegmentIndex(0, segments);
    }
    JsonArray init = inits.getJsonArray(number);
    return new SegmentIndex(position(init, 0), position(init, 1), segments, Optional.empty());
  }

  private static double number(JsonArray row, int index) {
    return row.getJsonNumber(index).doubleValue();
  }

  private static long position(JsonArray row, int index) {
    return row.getJsonNumber(index).longValue();
  }
}
