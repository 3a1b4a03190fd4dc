package io.sealcast.playback;

import io.sealcast.messaging.EventPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The latest events of all accounts, so that who was away for a while hears what was missed. */
final class RecentEvents {
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final int most;

  /** An event, as far as it is to be told again. */
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

  /** Forgets all: something between these and the next is missing. */
  void clear() {
    entries.clear();
  }

  Optional<EventPosition> latest() {
    return Optional.ofNullable(entries.peekLast()).map(Entry::position);
  }

  /** What came after a position, oldest first; empty when the position isn't among the latest. */
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
