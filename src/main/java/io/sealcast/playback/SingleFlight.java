package io.sealcast.playback;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Single flight: of all who need a chunk at the same time one fetches it, and the others wait for
 * that. Whoever fetches and fails, or leaves, hands the lead to the next at once; nobody fails
 * because another did.
 */
final class SingleFlight {
  private final ChunkCache cache;
  private final Map<ChunkKey, SharedFetch> underWay = new ConcurrentHashMap<>();

  SingleFlight(ChunkCache cache) {
    this.cache = cache;
  }

  /** One who needs a chunk. What it is told it hands to its own owner: nobody waits for it. */
  interface Member {
    /** It has to fetch the chunk, for all who need it. */
    void leads(SharedFetch shared);

    /** Somebody else fetches the chunk. */
    void follows(SharedFetch shared);

    /** It followed, and has to fetch the chunk now, since whoever led has left. */
    void inherits(SharedFetch shared);

    /** The chunk is here. */
    void brought(byte[] chunk);
  }

  /** Whether chunks are shared at all; else each range fetches just its own bytes. */
  boolean isOn() {
    return cache.isOn();
  }

  ChunkCache cache() {
    return cache;
  }

  /** The member will be told what its part is, unless it leaves before. */
  void join(ChunkKey chunk, Member member) {
    underWay.computeIfAbsent(chunk, SharedFetch::new).join(member);
  }

  /**
   * A chunk has come to one who shares it, and is in the cache.
   *
   * @param by null for one that has no part in a shared fetch
   */
  void complete(ChunkKey chunk, @Nullable Member by, byte[] bytes) {
    SharedFetch shared = underWay.get(chunk);
    if (shared != null) {
      shared.complete(by, bytes);
    }
  }

  /** Chunks that are being fetched for whoever needs them. */
  int underWay() {
    return underWay.size();
  }

  /** One chunk on its way. It belongs to its own serial steps, as a session does to its. */
  final class SharedFetch {
    private final ChunkKey chunk;
    private final SerialExecutor steps = new SerialExecutor(SessionFlow::stepFailed);

    // Of the serial steps only.
    private final Set<Member> followers = new LinkedHashSet<>();
    private @Nullable Member leader;
    private boolean over;

    private SharedFetch(ChunkKey chunk) {
      this.chunk = chunk;
    }

    private void join(Member member) {
      steps.run(
          () -> {
            if (over) {
              SingleFlight.this.join(chunk, member);
            } else if (leader == null) {
              lead(member);
            } else {
              followers.add(member);
              member.follows(this);
            }
          });
    }

    private void lead(Member member) {
      // The chunk may have come since the member looked: it is in the cache before its fetch ends.
      byte[] bytes = cache.get(chunk);
      if (bytes == null) {
        leader = member;
        member.leads(this);
      } else {
        end();
        member.brought(bytes);
      }
    }

    /** One who leads or follows does so no longer. */
    void leave(Member member) {
      steps.run(
          () -> {
            if (member == leader) {
              handOver();
            } else {
              followers.remove(member);
            }
          });
    }

    private void handOver() {
      Iterator<Member> next = followers.iterator();
      if (next.hasNext()) {
        Member heir = next.next();
        next.remove();
        leader = heir;
        heir.inherits(this);
      } else {
        end();
      }
    }

    private void complete(@Nullable Member by, byte[] bytes) {
      steps.run(
          () -> {
            List<Member> waited = List.copyOf(followers);
            followers.clear();
            if (by != null && by == leader) {
              end();
            }
            waited.forEach(follower -> follower.brought(bytes));
          });
    }

    private void end() {
      over = true;
      leader = null;
      underWay.remove(chunk, this);
    }
  }
}
