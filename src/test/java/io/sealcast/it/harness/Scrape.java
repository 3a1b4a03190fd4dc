package io.sealcast.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The content of a server's {@code /metrics}.
 *
 * @param text the response
 * @param values the samples by name with labels, as written in the response
 */
public record Scrape(String text, Map<String, Double> values) {
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z]\\S*(?:\\{.*})?) (\\S+)$");

  /** Requests the metrics of a server. */
  public static Scrape of(SealcastServer server) {
    HttpResponse<String> answer =
        Api.anonymous(server)
            .send(
                Api.anonymous(server)
                    .request("/metrics")
                    .header("Authorization", "Bearer " + SealcastServer.METRICS_TOKEN),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Double> values = new TreeMap<>();
    Matcher sample = SAMPLE.matcher(answer.body());
    while (sample.find()) {
      values.put(sample.group(1), number(sample.group(2)));
    }
    return new Scrape(answer.body(), values);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** Returns the value of a sample. */
  public double value(String sample) {
    assertThat(values).containsKey(sample);
    return values.get(sample);
  }

  /** Returns the sum of all samples of a name. */
  public double sum(String name) {
    assertThat(names()).contains(name);
    return values.entrySet().stream()
        .filter(e -> e.getKey().replaceFirst("\\{.*", "").equals(name))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Returns the names of all samples. */
  public Set<String> names() {
    return values.keySet().stream()
        .map(sample -> sample.replaceFirst("\\{.*", ""))
        .collect(Collectors.toSet());
  }
}
