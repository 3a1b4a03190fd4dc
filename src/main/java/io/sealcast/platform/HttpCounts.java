package io.sealcast.platform;

import io.sealcast.metrics.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.atomic.LongAdder;

/** Counts the responses by the first digit of their status. Thread-safe. */
@ApplicationScoped
class HttpCounts {
  private static final int CLASSES = 5;

  private final LongAdder[] byClass = new LongAdder[CLASSES];

  HttpCounts() {
    java.util.Arrays.setAll(byClass, i -> new LongAdder());
  }

  void show(@Observes Meters meters) {
    for (int i = 0; i < CLASSES; i++) {
      meters.counter(
          "sealcast_http_requests_total",
          "Requests that were answered, by the kind of status.",
          "status",
          i + 1 + "xx",
          byClass[i]::sum);
    }
  }

  void count(int status) {
    int index = status / 100 - 1;
    if (index >= 0 && index < CLASSES) {
      byClass[index].increment();
    }
  }
}
