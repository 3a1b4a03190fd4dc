package io.sealcast.platform;

import io.sealcast.metrics.Meters;
import io.sealcast.playback.CacheStatistics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Publishes the metrics of the chunk cache. */
@ApplicationScoped
class CacheMeters {
  private final CacheStatistics cache;

  @Inject
  CacheMeters(CacheStatistics cache) {
    this.cache = cache;
  }

  void show(@Observes Meters meters) {
    String name = "sealcast_cache_requests_total";
    String help = "Chunks that viewers wanted, by how they were had.";
    meters.counter(name, help, "outcome", "hit", cache::hits);
    meters.counter(name, help, "outcome", "miss", cache::misses);
    meters.counter(name, help, "outcome", "shared", cache::shared);
    meters.counter(
        "sealcast_cache_evictions_total", "Chunks that had to make room.", cache::evictions);
    meters.gauge("sealcast_cache_chunks", "Chunks in memory.", cache::chunks);
    meters.gauge("sealcast_cache_bytes", "Bytes of chunks in memory.", cache::bytes);
    meters.gauge("sealcast_cache_max_bytes", "Bytes that the cache may take.", cache::maxBytes);
  }
}
