package io.sealcast.playback;

/** Statistics of the chunk cache. Counters start at 0 when the instance starts. */
public interface CacheStatistics {
  /** Returns the number of chunks that were served from memory. */
  long hits();

  /** Returns the number of chunks that had to be fetched. */
  long misses();

  /** Returns the number of chunks that were shared with a fetch of another viewer. */
  long shared();

  /** Returns the number of chunks that were evicted because of the size limit or expired. */
  long evictions();

  /** Returns the number of chunks in the cache. */
  long chunks();

  /** Returns the size of the cache in bytes. */
  long bytes();

  /** Returns the maximum size in bytes; 0 when the cache is disabled. */
  long maxBytes();
}
