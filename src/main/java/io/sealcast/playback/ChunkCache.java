package io.sealcast.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Verified plaintext chunks of the videos that are being watched, in memory only and bounded by
 * bytes (W-TinyLFU). Only sessions of a chunk's own video look here, so whoever reads has proved
 * the key. A chunk that leaves the cache can't be wiped, since a viewer's socket may still be
 * reading it; it is garbage once the last one has. Hence the time limit: plaintext that nobody
 * reads any more doesn't stay.
 */
@ApplicationScoped
class ChunkCache implements CacheStatistics {
  /** A part of the heap, and a bound for large ones. */
  private static final long PART_OF_HEAP = 8;

  private static final long MOST_BY_DEFAULT = 128L << 20;

  /** Also for what is read again and again: an event that revokes a video can get lost. */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** What a key and an entry take beside the bytes, roughly. */
  private static final int ENTRY_BYTES = 200;

  private final @Nullable Cache<ChunkKey, byte[]> chunks;
  private final long maxBytes;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder shared = new LongAdder();

  /**
   * @param maxBytes 0 switches the cache off, -1 stands for a part of the heap
   * @param idle how long a chunk stays that nobody reads
   */
  @Inject
  ChunkCache(
      @ConfigProperty(name = "sealcast.cache.max-bytes") long maxBytes,
      @ConfigProperty(name = "sealcast.cache.idle") Duration idle,
      PlaybackClock clock) {
    this(maxBytes, idle, clock::nanos);
  }

  ChunkCache(long maxBytes, Duration idle, Ticker ticker) {
    this.maxBytes =
        maxBytes < 0
            ? Math.min(MOST_BY_DEFAULT, Runtime.getRuntime().maxMemory() / PART_OF_HEAP)
            : maxBytes;
    this.chunks =
        isOn()
            ? Caffeine.newBuilder()
                .maximumWeight(this.maxBytes)
                .weigher((ChunkKey key, byte[] chunk) -> chunk.length + ENTRY_BYTES)
                .expireAfterAccess(idle)
                .expireAfterWrite(LONGEST)
                .ticker(ticker)
                // at once, so that the bound holds at any time
                .executor(Runnable::run)
                // what has expired goes even when nobody looks any more
                .scheduler(Scheduler.systemScheduler())
                .recordStats()
                .build()
            : null;
  }

  boolean isOn() {
    return maxBytes > 0;
  }

  /** The chunk, or null. Nobody writes to it. */
  byte @Nullable [] get(ChunkKey key) {
    return chunks == null ? null : chunks.getIfPresent(key);
  }

  /** Counts how a chunk was had: from memory, with somebody else's fetch, or by one's own. */
  void count(boolean here, boolean followed) {
    (here ? hits : followed ? shared : misses).increment();
  }

  /** Keeps a chunk that was verified; nobody writes to it any more. */
  void put(ChunkKey key, byte[] chunk) {
    if (chunks != null) {
      chunks.put(key, chunk);
    }
  }

  void remove(ChunkKey key) {
    if (chunks != null) {
      chunks.invalidate(key);
    }
  }

  /** Forgets a video: it was deleted, or those who could watch it may not any more. */
  void forget(long fileId) {
    if (chunks != null) {
      chunks.asMap().keySet().removeIf(key -> key.fileId() == fileId);
    }
  }

  @Override
  public long hits() {
    return hits.sum();
  }

  @Override
  public long misses() {
    return misses.sum();
  }

  @Override
  public long shared() {
    return shared.sum();
  }

  @Override
  public long evictions() {
    return chunks != null ? chunks.stats().evictionCount() : 0;
  }

  @Override
  public long chunks() {
    return chunks != null ? chunks.estimatedSize() : 0;
  }

  @Override
  public long bytes() {
    return chunks != null ? chunks.policy().eviction().orElseThrow().weightedSize().orElse(0) : 0;
  }

  @Override
  public long maxBytes() {
    return maxBytes;
  }
}
