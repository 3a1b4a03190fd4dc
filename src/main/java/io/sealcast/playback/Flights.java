package io.sealcast.playback;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Single flight: of all who need a chunk at the same time one fetches it, and the others wait for
 * that. Whoever fetches and fails, or leaves, hands the lead to the next at once; nobody fails
 * because another did. Called with a flow's lock held: nothing is called out from here but the
 * cache.
 */
final class Flights {
  private final ChunkCache cache;
  private final Map<ChunkKey, Flight> flights = new HashMap<>();

  private static final class Flight {
    private Ask leader;
    private final Set<Ask> followers = new LinkedHashSet<>();

    private Flight(Ask leader) {
      this.leader = leader;
    }
  }

  Flights(ChunkCache cache) {
    this.cache = cache;
  }

  /** Whether chunks are shared at all; else each range fetches just its own bytes. */
  boolean isOn() {
    return cache.isOn();
  }

  /**
   * Looks for a chunk in memory.
   *
   * @param shares whether others may have what is fetched for this one
   * @return the chunk; or null, and {@link Ask#part} says whether somebody else is fetching it
   */
  byte[] seek(Ask ask, boolean shares) {
    byte[] chunk = cache.get(ask.chunk);
    if (chunk == null && shares) {
      synchronized (flights) {
        chunk = join(ask);
      }
    }
    cache.count(chunk != null, ask.part == Ask.Part.FOLLOWS);
    return chunk;
  }

  private byte[] join(Ask ask) {
    Flight flight = flights.get(ask.chunk);
    if (flight != null) {
      ask.part = Ask.Part.FOLLOWS;
      flight.followers.add(ask);
      return null;
    }
    // it may have landed since: it is in the cache before its flight ends
    byte[] chunk = cache.get(ask.chunk);
    if (chunk == null) {
      ask.part = Ask.Part.LEADS;
      flights.put(ask.chunk, new Flight(ask));
    }
    return chunk;
  }

  /**
   * A chunk has come to one who shares it.
   *
   * @return those who waited for it
   */
  List<Ask> landed(Ask ask, byte[] chunk) {
    cache.put(ask.chunk, chunk);
    synchronized (flights) {
      Flight flight = flights.get(ask.chunk);
      if (flight == null) {
        return List.of();
      }
      if (flight.leader == ask) {
        flights.remove(ask.chunk);
        ask.part = Ask.Part.ALONE;
      }
      List<Ask> waited = List.copyOf(flight.followers);
      flight.followers.clear();
      waited.forEach(follower -> follower.part = Ask.Part.ALONE);
      return waited;
    }
  }

  /**
   * One who leads or follows does so no longer.
   *
   * @return who leads now and has to fetch the chunk, or null
   */
  Ask leave(Ask ask) {
    if (ask.part == Ask.Part.ALONE) {
      // it takes its own flow's lock to begin, and that is held
      return null;
    }
    synchronized (flights) {
      Flight flight = flights.get(ask.chunk);
      boolean led = ask.part == Ask.Part.LEADS;
      ask.part = Ask.Part.ALONE;
      if (flight == null) {
        return null;
      }
      if (!led) {
        flight.followers.remove(ask);
        return null;
      }
      Iterator<Ask> next = flight.followers.iterator();
      if (!next.hasNext()) {
        flights.remove(ask.chunk);
        return null;
      }
      flight.leader = next.next();
      next.remove();
      flight.leader.part = Ask.Part.LEADS;
      return flight.leader;
    }
  }

  /** Chunks that are being fetched for whoever needs them. */
  int underWay() {
    synchronized (flights) {
      return flights.size();
    }
  }
}
