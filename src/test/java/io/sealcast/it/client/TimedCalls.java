package io.sealcast.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.Measurement;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Runs calls that must be answered quickly during an outage, and records the longest duration of
 * each kind.
 */
public final class TimedCalls {
  private final double bound;
  private final Map<String, Double> longest = new TreeMap<>();

  /**
   * @param bound maximum duration of a call in seconds
   */
  public TimedCalls(double bound) {
    this.bound = bound;
  }

  public HttpResponse<String> make(String name, Supplier<HttpResponse<String>> call) {
    long start = System.nanoTime();
    HttpResponse<String> answer = call.get();
    double took = Measurement.secondsSince(start);
    longest.merge(name, took, Math::max);
    assertThat(took).as("seconds that \"%s\" took", name).isLessThan(bound);
    return answer;
  }

  /** Returns the longest duration of each kind in seconds. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    longest.forEach(
        (name, took) ->
            text.append(text.isEmpty() ? "" : ", ").append("%s %.2f s".formatted(name, took)));
    return text.toString();
  }
}
