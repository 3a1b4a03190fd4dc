package io.sealcast.platform;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sealcast.metrics.Durations;
import io.sealcast.metrics.Meters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Registers the meters with a Prometheus registry. A supplier is called only when Prometheus
 * scrapes.
 */
final class PrometheusMeters implements Meters {
  private static final String COUNTER_SUFFIX = "_total";

  private final PrometheusRegistry registry;
  private final Map<String, Map<Labels, LongSupplier>> counters = new ConcurrentHashMap<>();
  private final Map<String, Map<Labels, DoubleSupplier>> gauges = new ConcurrentHashMap<>();

  PrometheusMeters(PrometheusRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void counter(String name, String help, LongSupplier count) {
    counter(name, help, Labels.EMPTY, count);
  }

  @Override
  public void counter(String name, String help, String label, String value, LongSupplier count) {
    counter(name, help, Labels.of(label, value), count);
  }

  private void counter(String name, String help, Labels labels, LongSupplier count) {
    if (!name.endsWith(COUNTER_SUFFIX)) {
      throw new IllegalArgumentException(name);
    }
    counters
        .computeIfAbsent(
            name,
            n -> {
              Map<Labels, LongSupplier> values = new ConcurrentHashMap<>();
              registry.register(() -> counters(n, help, values));
              return values;
            })
        .put(labels, count);
  }

  private static MetricSnapshot counters(
      String name, String help, Map<Labels, LongSupplier> values) {
    CounterSnapshot.Builder snapshot =
        CounterSnapshot.builder()
            .name(name.substring(0, name.length() - COUNTER_SUFFIX.length()))
            .help(help);
    values.forEach(
        (labels, value) ->
            snapshot.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value.getAsLong())
                    .build()));
    return snapshot.build();
  }

  @Override
  public void gauge(String name, String help, DoubleSupplier level) {
    gauge(name, help, Labels.EMPTY, level);
  }

  @Override
  public void gauge(String name, String help, String label, String value, DoubleSupplier level) {
    gauge(name, help, Labels.of(label, value), level);
  }

  private void gauge(String name, String help, Labels labels, DoubleSupplier level) {
    gauges
        .computeIfAbsent(
            name,
            n -> {
              Map<Labels, DoubleSupplier> values = new ConcurrentHashMap<>();
              registry.register(() -> gauges(n, help, values));
              return values;
            })
        .put(labels, level);
  }

  private static MetricSnapshot gauges(
      String name, String help, Map<Labels, DoubleSupplier> values) {
    GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(help);
    values.forEach(
        (labels, value) ->
            snapshot.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labels)
                    .value(value.getAsDouble())
                    .build()));
    return snapshot.build();
  }

  @Override
  public void durations(String name, String help, Durations durations) {
    registry.register(
        () ->
            HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(
                    HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(
                            ClassicHistogramBuckets.of(durations.upperBounds(), durations.counts()))
                        .sum(durations.sumSeconds())
                        .build())
                .build());
  }
}
