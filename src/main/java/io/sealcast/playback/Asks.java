package io.sealcast.playback;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The chunks that a session waits for, by range id. Guarded by the flow's lock. */
final class Asks {
  private final Map<Long, Ask> byRangeId = new HashMap<>();

  void add(Ask ask) {
    byRangeId.put(ask.rangeId, ask);
  }

  void remove(Ask ask) {
    byRangeId.remove(ask.rangeId);
  }

  /** Removes those of a subscription and returns them. */
  List<Ask> removeOf(RangeSubscription subscription) {
    List<Ask> removed =
        byRangeId.values().stream().filter(a -> a.subscription == subscription).toList();
    removed.forEach(this::remove);
    return removed;
  }

  /** The one with this range id, or null. */
  Ask find(long rangeId) {
    return byRangeId.get(rangeId);
  }

  /** Whether it is still waited for. */
  boolean has(Ask ask) {
    return byRangeId.get(ask.rangeId) == ask;
  }

  /** Those that are to be given up by then. */
  List<Ask> endingBy(long then) {
    return byRangeId.values().stream()
        .filter(a -> a.state != Ask.State.OPENING && a.giveUp - then <= 0)
        .toList();
  }

  /** Those whose time has come. */
  List<Ask> due(long now) {
    return byRangeId.values().stream()
        .filter(a -> a.state != Ask.State.OPENING && a.due - now <= 0)
        .toList();
  }

  Collection<Ask> all() {
    return new ArrayList<>(byRangeId.values());
  }
}
