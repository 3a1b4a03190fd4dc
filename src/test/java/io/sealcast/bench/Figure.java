package io.sealcast.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Locale;

/**
 * A row of the table. An unknown value is NaN.
 *
 * @param way through Kafka or from memory
 * @param value the median, unless the name says otherwise
 * @param low lowest value of all rounds
 * @param beside name of the reference measured in the same rounds; empty without one
 */
record Figure(
    String way,
    String name,
    String unit,
    double value,
    double low,
    double high,
    String beside,
    double reference) {

  static final String HEAD =
      "| way | figure | value | lowest to highest | reference in the same run | ratio |\n"
          + "|---|---|---|---|---|---|";

  static Figure of(String way, String name, String unit, double value) {
    return new Figure(way, name, unit, value, Double.NaN, Double.NaN, "", Double.NaN);
  }

  static Figure median(String way, String name, String unit, Samples samples) {
    return new Figure(
        way, name, unit, samples.median(), samples.lowest(), samples.highest(), "", Double.NaN);
  }

  Figure beside(String newBeside, double newReference) {
    return new Figure(way, name, unit, value, low, high, newBeside, newReference);
  }

  /** Formats the row in Markdown. */
  String row() {
    boolean range = !Double.isNaN(low);
    boolean compared = !Double.isNaN(reference);
    return String.join(
        " | ",
        "| " + way,
        name,
        number(value) + " " + unit,
        range ? number(low) + " to " + number(high) : "",
        compared ? beside + ": " + number(reference) + " " + unit : "",
        (compared ? number(value / reference) : "") + " |");
  }

  /** Formats a number with three significant digits. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return "–";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  JsonObject json() {
    JsonObjectBuilder json =
        Json.createObjectBuilder().add("way", way).add("name", name).add("unit", unit);
    put(json, "value", value);
    put(json, "low", low);
    put(json, "high", high);
    if (!beside.isEmpty()) {
      json.add("beside", beside);
      put(json, "reference", reference);
    }
    return json.build();
  }

  private static void put(JsonObjectBuilder json, String name, double number) {
    if (Double.isFinite(number)) {
      json.add(name, number);
    }
  }
}
