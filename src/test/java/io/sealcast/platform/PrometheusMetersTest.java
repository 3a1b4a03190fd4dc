package io.sealcast.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sealcast.metrics.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class PrometheusMetersTest {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusMeters meters = new PrometheusMeters(registry);

  @Test
  void asksWhenItIsAsked() throws IOException {
    LongAdder count = new LongAdder();
    meters.counter("sealcast_things_total", "Things.", count::sum);
    count.add(3);
    assertThat(lines())
        .contains("sealcast_things_total 3.0", "# TYPE sealcast_things_total counter");
  }

  @Test
  void keepsTheValuesOfALabelApart() throws IOException {
    meters.counter("sealcast_ends_total", "Ends.", "outcome", "good", () -> 1);
    meters.counter("sealcast_ends_total", "Ends.", "outcome", "bad", () -> 2);
    meters.gauge("sealcast_level", "Level.", "size", "small", () -> Double.NaN);
    assertThat(lines())
        .contains(
            "sealcast_ends_total{outcome=\"good\"} 1.0",
            "sealcast_ends_total{outcome=\"bad\"} 2.0",
            "sealcast_level{size=\"small\"} NaN");
  }

  @Test
  void putsDurationsIntoBuckets() throws IOException {
    Durations durations = Durations.ofJobs();
    durations.add(TimeUnit.MILLISECONDS.toNanos(1));
    durations.add(TimeUnit.SECONDS.toNanos(30)); // a bound belongs to its bucket
    durations.add(TimeUnit.DAYS.toNanos(1));
    meters.durations("sealcast_work_seconds", "Work.", durations);
    assertThat(lines())
        .contains(
            "sealcast_work_seconds_bucket{le=\"1.0\"} 1",
            "sealcast_work_seconds_bucket{le=\"10.0\"} 1",
            "sealcast_work_seconds_bucket{le=\"30.0\"} 2",
            "sealcast_work_seconds_bucket{le=\"21600.0\"} 2",
            "sealcast_work_seconds_bucket{le=\"+Inf\"} 3",
            "sealcast_work_seconds_count 3",
            "sealcast_work_seconds_sum 86430.001");
  }

  @Test
  void refusesACounterThatIsNotNamedAsOne() {
    assertThatThrownBy(() -> meters.counter("sealcast_things", "Things.", () -> 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String[] lines() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8).split("\n");
  }
}
