package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Calls that must be answered soon, whatever is away; notes how long each kind took at most. */
final class TimedCalls {
  private final double bound;
  private final Map<String, Double> longest = new TreeMap<>();

  /**
   * @param bound seconds within which each must be answered
   */
  TimedCalls(double bound) {
    this.bound = bound;
  }

  HttpResponse<String> make(String name, Supplier<HttpResponse<String>> call) {
    long start = System.nanoTime();
    HttpResponse<String> answer = call.get();
    double took = Measurement.secondsSince(start);
    longest.merge(name, took, Math::max);
    assertThat(took).as("seconds that \"%s\" took", name).isLessThan(bound);
    return answer;
  }

  /** Seconds of the longest of each kind. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    longest.forEach(
        (name, took) ->
            text.append(text.isEmpty() ? "" : ", ").append("%s %.2f s".formatted(name, took)));
    return text.toString();
  }
}
