package io.sealcast.bench;

import java.util.Locale;
import java.util.Map;

/** How a measured server uses its cache, and what is measured of it. */
enum CacheUse {
  /** Not at all: every chunk goes through Kafka, and just the bytes that were asked for. */
  OFF("through Kafka", Map.of("SEALCAST_CACHE_MAX_BYTES", "0")),

  /**
   * As by default, but it forgets at once, so that each stream is opened for a video that nobody
   * has watched: the first chunk goes through Kafka, fetched ahead as it always is.
   */
  BRIEF("through Kafka", Map.of("SEALCAST_CACHE_IDLE", "PT0.1S")),

  /** As by default, with a video that fits into it. */
  ON("from memory", Map.of());

  private final String label;
  private final Map<String, String> environment;

  CacheUse(String label, Map<String, String> environment) {
    this.label = label;
    this.environment = environment;
  }

  static CacheUse of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  String label() {
    return label;
  }

  Map<String, String> environment() {
    return environment;
  }

  /** The first chunk is measured where it can be fetched ahead, all else where nothing is. */
  boolean measures(String scenario) {
    return this == ON || scenario.equals("first") == (this == BRIEF);
  }
}
