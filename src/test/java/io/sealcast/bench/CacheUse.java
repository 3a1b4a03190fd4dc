package io.sealcast.bench;

import java.util.Locale;
import java.util.Map;

/** The configuration of the cache in a measured server. */
enum CacheUse {
  /** Disabled: each request goes through Kafka and fetches only the requested bytes. */
  OFF("through Kafka", Map.of("SEALCAST_CACHE_MAX_BYTES", "0")),

  /**
   * Like the default, but expiring immediately, so that each stream is opened as for a video that
   * nobody has watched: its first chunk is prefetched through Kafka.
   */
  BRIEF("through Kafka", Map.of("SEALCAST_CACHE_IDLE", "PT0.1S")),

  /** The default, with a video that fits into the cache. */
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

  /**
   * Whether a scenario is measured with this configuration. The first chunk is measured where it
   * can be prefetched, everything else where nothing is. Uploads don't use the cache and are
   * measured once.
   */
  boolean measures(String scenario) {
    if (scenario.equals("upload")) {
      return this == OFF;
    }
    return this == ON || scenario.equals("first") == (this == BRIEF);
  }
}
