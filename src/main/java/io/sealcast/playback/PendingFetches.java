package io.sealcast.playback;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pending fetches of a session, by range id. */
final class PendingFetches {
  private final Map<Long, ChunkFetch> byRangeId = new HashMap<>();

  void add(ChunkFetch fetch) {
    byRangeId.put(fetch.rangeId, fetch);
  }

  void remove(ChunkFetch fetch) {
    byRangeId.remove(fetch.rangeId);
  }

  /** Removes the fetches of a subscription and returns them. */
  List<ChunkFetch> removeOf(RangeSubscription subscription) {
    List<ChunkFetch> removed =
        byRangeId.values().stream().filter(a -> a.subscription == subscription).toList();
    removed.forEach(this::remove);
    return removed;
  }

  /** Returns the fetch with a range id, or null. */
  @Nullable ChunkFetch find(long rangeId) {
    return byRangeId.get(rangeId);
  }

  /** Whether the fetch is still pending. */
  boolean has(ChunkFetch fetch) {
    return byRangeId.get(fetch.rangeId) == fetch;
  }

  /** Returns the fetches that time out by {@code then} and aren't being decrypted. */
  List<ChunkFetch> endingBy(long then) {
    return byRangeId.values().stream()
        .filter(a -> a.state != ChunkFetch.State.DECRYPTING && a.giveUp - then <= 0)
        .toList();
  }

  /** Returns the fetches that are due and aren't being decrypted. */
  List<ChunkFetch> due(long now) {
    return byRangeId.values().stream()
        .filter(a -> a.state != ChunkFetch.State.DECRYPTING && a.due - now <= 0)
        .toList();
  }

  Collection<ChunkFetch> all() {
    return new ArrayList<>(byRangeId.values());
  }
}
