package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Watcher;
import io.sealcast.it.harness.Cluster;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the kill of a process that serves a viewer. */
@Tag("long")
class ProcessFaultsIT {
  private static final String ANSWERED = "sealcast_delivery_requests_total{outcome=\"answered\"}";
  private static final long SPEED = 8 << 20;

  private final Cluster cluster = Cluster.shared();

  @Test
  void anotherProcessorGoesOnWithinThreeSeconds() {
    Map<SealcastServer, Double> before = answered();
    try (Watcher watcher =
        Watcher.begin(cluster.video().bytes(), SPEED, cluster.socket(0, cluster.video().open()))) {
      watcher.awaitMore(16 << 20);
      Map<SealcastServer, Double> after = answered();
      SealcastServer busiest =
          cluster.processors().stream()
              .max(Comparator.comparing(p -> after.get(p) - before.get(p)))
              .orElseThrow();
      assertThat(after.get(busiest) - before.get(busiest))
          .as("chunks that came from the processor which is to die")
          .isGreaterThan(4);
      watcher.mark();
      busiest.kill();
      watcher.awaitMore(48 << 20);
      Measurement.report(
          "processor killed: no bytes came for %.2f s at most", watcher.longestGap());
      assertThat(watcher.longestGap()).isLessThan(3);
      assertThat(watcher.interruptions()).as("failures that the viewer was told").isZero();
    }
  }

  private Map<SealcastServer, Double> answered() {
    return cluster.processors().stream()
        .collect(Collectors.toMap(p -> p, p -> Scrape.of(p).value(ANSWERED)));
  }

  @Test
  void aViewerGoesOnAtTheOtherWebInstanceWithTheSameRequestId() {
    JsonObject stream = cluster.video().open();
    try (Watcher watcher =
        Watcher.begin(
            cluster.video().bytes(), SPEED, cluster.socket(0, stream), cluster.socket(1, stream))) {
      watcher.awaitMore(8 << 20);
      watcher.mark();
      cluster.web(0).kill();
      watcher.awaitMore(48 << 20);
      Measurement.report(
          "web instance killed: no bytes came for %.2f s at most", watcher.longestGap());
      assertThat(watcher.longestGap()).isLessThan(3);
      assertThat(watcher.interruptions()).as("connections that broke").isEqualTo(1);
    }
  }
}
