package io.sealcast.playback;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Selects among the subscriptions of a session in turn. */
final class RoundRobin {
  private final ArrayDeque<RangeSubscription> queue = new ArrayDeque<>();

  void add(RangeSubscription subscription) {
    queue.add(subscription);
  }

  void remove(RangeSubscription subscription) {
    queue.remove(subscription);
  }

  /** Returns the next subscription that can fetch a chunk, or null. */
  @Nullable RangeSubscription next() {
    for (Iterator<RangeSubscription> i = queue.iterator(); i.hasNext(); ) {
      RangeSubscription candidate = i.next();
      if (candidate.wantsMore()) {
        i.remove();
        queue.addLast(candidate);
        return candidate;
      }
    }
    return null;
  }

  Collection<RangeSubscription> all() {
    return List.copyOf(queue);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
