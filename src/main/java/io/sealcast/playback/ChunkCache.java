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
 * A cache of verified plaintext chunks in memory, limited in bytes (W-TinyLFU). Only sessions of a
 * chunk's video read it, so every reader has proved the key. An evicted chunk can't be wiped, since
 * a viewer's socket may still be reading it; it becomes garbage after the last reader. The time
 * limits keep plaintext that nobody reads from staying in memory. Thread-safe.
 */
@ApplicationScoped
class ChunkCache implements CacheStatistics {
  /** Divisor of the maximum heap that gives the default size. */
  private static final long PART_OF_HEAP = 8;

  private static final long MOST_BY_DEFAULT = 128L << 20;

  /**
   * Maximum age of a chunk, even if it is read again and again: the event that revokes access to a
   * video can get lost.
   */
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Approximate memory in bytes of a key and an entry, without the chunk. */
  private static final int ENTRY_BYTES = 200;

  private final @Nullable Cache<ChunkKey, byte[]> chunks;
  private final long maxBytes;
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder shared = new LongAdder();

  /**
   * Creates a cache.
   *
   * @param maxBytes maximum size in bytes; 0 disables the cache, -1 stands for a part of the heap
   * @param idle time after the last access until a chunk expires
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
                // eviction runs in the calling thread, so that the size limit holds at any time
                .executor(Runnable::run)
                // expired chunks are removed even when the cache isn't accessed any more
                .scheduler(Scheduler.systemScheduler())
                .recordStats()
                .build()
            : null;
  }

  boolean isOn() {
    return maxBytes > 0;
  }

  /** Returns a chunk, which must not be modified, or null when it isn't cached. */
  byte @Nullable [] get(ChunkKey key) {
    return chunks == null ? null : chunks.getIfPresent(key);
  }

  /**
   * Counts a request for a chunk.
   *
   * @param here whether the chunk was in memory
   * @param followed whether the fetch of another viewer delivered it
   */
  void count(boolean here, boolean followed) {
    (here ? hits : followed ? shared : misses).increment();
  }

  /** Adds a verified chunk, which must not be modified afterwards. */
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

  /** Removes the chunks of a video that was deleted or whose viewers have lost access. */
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
