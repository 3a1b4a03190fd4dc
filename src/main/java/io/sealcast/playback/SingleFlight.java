package io.sealcast.playback;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets one session fetch a chunk that several sessions need at the same time; the others wait for
 * its result. A leader that fails or leaves passes the lead to the next session, so that no session
 * fails because of another. Thread-safe.
 */
final class SingleFlight {
  private final ChunkCache cache;
  private final Map<ChunkKey, SharedFetch> inFlight = new ConcurrentHashMap<>();

  SingleFlight(ChunkCache cache) {
    this.cache = cache;
  }

  /** A session that needs a chunk. The methods must not block. */
  interface Member {
    /** Called when the member has to fetch the chunk for all. */
    void leads(SharedFetch shared);

    /** Called when another member fetches the chunk. */
    void follows(SharedFetch shared);

    /** Called when a follower has to fetch the chunk, since the leader has left. */
    void inherits(SharedFetch shared);

    /** Called when the chunk is available. */
    void brought(byte[] chunk);
  }

  /** Whether chunks are shared. If not, each subscription fetches only the bytes that it needs. */
  boolean isOn() {
    return cache.isOn();
  }

  ChunkCache cache() {
    return cache;
  }

  /**
   * Adds a member to the fetch of a chunk. The member is notified of its role unless it leaves
   * before.
   */
  void join(ChunkKey chunk, Member member) {
    inFlight.computeIfAbsent(chunk, SharedFetch::new).join(member);
  }

  /**
   * Notifies the members that a chunk was fetched and is in the cache.
   *
   * @param by the member that fetched it, or null for a session that isn't a member
   */
  void complete(ChunkKey chunk, @Nullable Member by, byte[] bytes) {
    SharedFetch shared = inFlight.get(chunk);
    if (shared != null) {
      shared.complete(by, bytes);
    }
  }

  /** Returns the number of shared fetches in flight. */
  int inFlight() {
    return inFlight.size();
  }

  /** The shared fetch of one chunk. It has a {@link SerialExecutor} of its own. */
  final class SharedFetch {
    private final ChunkKey chunk;
    private final SerialExecutor serialExecutor = new SerialExecutor(SessionFlow::taskFailed);

    // the following fields are accessed only on the SerialExecutor
    private final Set<Member> followers = new LinkedHashSet<>();
    private @Nullable Member leader;
    private boolean over;

    private SharedFetch(ChunkKey chunk) {
      this.chunk = chunk;
    }

    private void join(Member member) {
      serialExecutor.run(
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
      // The chunk may have arrived since the member checked the cache; a chunk is added to the
      // cache before its fetch ends.
      byte[] bytes = cache.get(chunk);
      if (bytes == null) {
        leader = member;
        member.leads(this);
      } else {
        end();
        member.brought(bytes);
      }
    }

    /** Removes a leader or follower. */
    void leave(Member member) {
      serialExecutor.run(
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
      serialExecutor.run(
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
      inFlight.remove(chunk, this);
    }
  }
}
