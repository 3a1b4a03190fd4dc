package io.sealcast.playback;

import io.sealcast.messaging.EventPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The latest events of all accounts, from which reconnecting subscribers get those they missed. */
final class RecentEvents {
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final int most;

  /** The part of an event that subscribers get. */
  record Entry(EventPosition position, long accountId, long fileId, boolean deleted) {}

  RecentEvents(int most) {
    this.most = most;
  }

  void add(Entry entry) {
    entries.addLast(entry);
    if (entries.size() > most) {
      entries.removeFirst();
    }
  }

  /** Removes all events, after an event was lost: the list must not have gaps. */
  void clear() {
    entries.clear();
  }

  Optional<EventPosition> latest() {
    return Optional.ofNullable(entries.peekLast()).map(Entry::position);
  }

  /**
   * Returns the events after a position, oldest first, or empty when no event with that position is
   * kept.
   */
  Optional<List<Entry>> after(EventPosition position) {
    List<Entry> later = new ArrayList<>();
    for (Iterator<Entry> i = entries.descendingIterator(); i.hasNext(); ) {
      Entry entry = i.next();
      if (entry.position().equals(position)) {
        return Optional.of(later);
      }
      later.add(0, entry);
    }
    return Optional.empty();
  }
}
