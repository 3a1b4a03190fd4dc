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
final class SingleFlight {
  private final ChunkCache cache;
  private final Map<ChunkKey, Flight> singleFlight = new HashMap<>();

  private static final class Flight {
    private ChunkFetch leader;
    private final Set<ChunkFetch> followers = new LinkedHashSet<>();

    private Flight(ChunkFetch leader) {
      this.leader = leader;
    }
  }

  SingleFlight(ChunkCache cache) {
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
   * @return the chunk; or null, and {@link ChunkFetch#part} says whether somebody else is fetching
   *     it
   */
  byte[] joinOrLead(ChunkFetch fetch, boolean shares) {
    byte[] chunk = cache.get(fetch.chunk);
    if (chunk == null && shares) {
      synchronized (singleFlight) {
        chunk = join(fetch);
      }
    }
    cache.count(chunk != null, fetch.part == ChunkFetch.Part.FOLLOWS);
    return chunk;
  }

  private byte[] join(ChunkFetch fetch) {
    Flight flight = singleFlight.get(fetch.chunk);
    if (flight != null) {
      fetch.part = ChunkFetch.Part.FOLLOWS;
      flight.followers.add(fetch);
      return null;
    }
    // it may have landed since: it is in the cache before its flight ends
    byte[] chunk = cache.get(fetch.chunk);
    if (chunk == null) {
      fetch.part = ChunkFetch.Part.LEADS;
      singleFlight.put(fetch.chunk, new Flight(fetch));
    }
    return chunk;
  }

  /**
   * A chunk has come to one who shares it.
   *
   * @return those who waited for it
   */
  List<ChunkFetch> complete(ChunkFetch fetch, byte[] chunk) {
    cache.put(fetch.chunk, chunk);
    synchronized (singleFlight) {
      Flight flight = singleFlight.get(fetch.chunk);
      if (flight == null) {
        return List.of();
      }
      if (flight.leader == fetch) {
        singleFlight.remove(fetch.chunk);
        fetch.part = ChunkFetch.Part.ALONE;
      }
      List<ChunkFetch> waited = List.copyOf(flight.followers);
      flight.followers.clear();
      waited.forEach(follower -> follower.part = ChunkFetch.Part.ALONE);
      return waited;
    }
  }

  /**
   * One who leads or follows does so no longer.
   *
   * @return who leads now and has to fetch the chunk, or null
   */
  ChunkFetch leave(ChunkFetch fetch) {
    if (fetch.part == ChunkFetch.Part.ALONE) {
      // it takes its own flow's lock to begin, and that is held
      return null;
    }
    synchronized (singleFlight) {
      Flight flight = singleFlight.get(fetch.chunk);
      boolean led = fetch.part == ChunkFetch.Part.LEADS;
      fetch.part = ChunkFetch.Part.ALONE;
      if (flight == null) {
        return null;
      }
      if (!led) {
        flight.followers.remove(fetch);
        return null;
      }
      Iterator<ChunkFetch> next = flight.followers.iterator();
      if (!next.hasNext()) {
        singleFlight.remove(fetch.chunk);
        return null;
      }
      flight.leader = next.next();
      next.remove();
      flight.leader.part = ChunkFetch.Part.LEADS;
      return flight.leader;
    }
  }

  /** Chunks that are being fetched for whoever needs them. */
  int underWay() {
    synchronized (singleFlight) {
      return singleFlight.size();
    }
  }
}
