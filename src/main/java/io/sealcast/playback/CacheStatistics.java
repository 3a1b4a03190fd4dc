package io.sealcast.playback;

/** What the cache of chunks does; counts are since the start of the instance. */
public interface CacheStatistics {
  /** Chunks that were served from memory. */
  long hits();

  /** Chunks that had to be fetched. */
  long misses();

  /** Chunks that came with a fetch which another viewer had under way. */
  long shared();

  /** Chunks that had to make room or had not been read for long. */
  long evictions();

  /** Chunks held now. */
  long chunks();

  /** Bytes held now. */
  long bytes();

  /** Bytes that may be held; 0 when the cache is off. */
  long maxBytes();
}
