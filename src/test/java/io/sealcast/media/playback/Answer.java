package io.sealcast.media.playback;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON object that the page has returned. */
record Answer(Object value) {

  Object part(String name) {
    return ((Map<?, ?>) value).get(name);
  }

  double number(String name) {
    return toNumber(part(name));
  }

  boolean yes(String name) {
    return Boolean.TRUE.equals(part(name));
  }

  Optional<String> text(String name) {
    return Optional.ofNullable((String) part(name));
  }

  List<Row> rows(String name) {
    return ((List<?>) part(name)).stream().map(r -> new Row((List<?>) r)).toList();
  }

  private static double toNumber(Object number) {
    return number instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  /** An array of values. */
  record Row(List<?> values) {
    double number(int i) {
      return toNumber(values.get(i));
    }

    boolean yes(int i) {
      return Boolean.TRUE.equals(values.get(i));
    }
  }
}
