package io.sealcast.playback;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chunks that a session waits for, by range id. */
final class PendingFetches {
  private final Map<Long, ChunkFetch> byRangeId = new HashMap<>();

  void add(ChunkFetch fetch) {
    byRangeId.put(fetch.rangeId, fetch);
  }

  void remove(ChunkFetch fetch) {
    byRangeId.remove(fetch.rangeId);
  }

  /** Removes those of a subscription and returns them. */
  List<ChunkFetch> removeOf(RangeSubscription subscription) {
    List<ChunkFetch> removed =
        byRangeId.values().stream().filter(a -> a.subscription == subscription).toList();
    removed.forEach(this::remove);
    return removed;
  }

  /** The one with this range id, or null. */
  @Nullable ChunkFetch find(long rangeId) {
    return byRangeId.get(rangeId);
  }

  /** Whether it is still waited for. */
  boolean has(ChunkFetch fetch) {
    return byRangeId.get(fetch.rangeId) == fetch;
  }

  /** Those that are to be given up by then. */
  List<ChunkFetch> endingBy(long then) {
    return byRangeId.values().stream()
        .filter(a -> a.state != ChunkFetch.State.OPENING && a.giveUp - then <= 0)
        .toList();
  }

  /** Those whose time has come. */
  List<ChunkFetch> due(long now) {
    return byRangeId.values().stream()
        .filter(a -> a.state != ChunkFetch.State.OPENING && a.due - now <= 0)
        .toList();
  }

  Collection<ChunkFetch> all() {
    return new ArrayList<>(byRangeId.values());
  }
}
