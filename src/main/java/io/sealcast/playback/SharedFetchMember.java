package io.sealcast.playback;

import io.sealcast.playback.SingleFlight.SharedFetch;
import org.jspecify.annotations.Nullable;

/**
 * The part that a session's fetch has in a fetch for several sessions. The session's steps own it;
 * what the shared fetch says is handed to them, and counts only while the session still wants it.
 */
final class SharedFetchMember implements SingleFlight.Member {
  /** What a session does when its part becomes known. Called in the session's steps. */
  interface Listener {
    /** It is to be fetched here; {@code first} unless it followed until now. */
    void leads(ChunkFetch fetch, boolean first);

    void follows(ChunkFetch fetch);

    /** It is here; {@code first} unless it followed until now. */
    void brought(ChunkFetch fetch, byte[] chunk, boolean first);
  }

  private final ChunkFetch fetch;
  private final SerialExecutor steps;
  private final FlowControl control;
  private final Listener listener;

  // Of the session's serial steps only.
  private @Nullable SharedFetch shared;
  private boolean leads;

  SharedFetchMember(
      ChunkFetch fetch, SerialExecutor steps, FlowControl control, Listener listener) {
    this.fetch = fetch;
    this.steps = steps;
    this.control = control;
    this.listener = listener;
  }

  boolean leads() {
    return leads;
  }

  /** Takes no part any more; when it isn't known yet in what, then as soon as it is. */
  void leave() {
    fetch.membership = null;
    if (shared != null) {
      shared.leave(this);
    }
  }

  @Override
  public void leads(SharedFetch of) {
    steps.run(() -> lead(of));
  }

  /**
   * By a thread of its own, or failures would pile up on this one. Where there is no room for that,
   * the next look at the deadlines asks for the chunk.
   */
  @Override
  public void inherits(SharedFetch of) {
    control.execute(() -> leads(of));
  }

  private void lead(SharedFetch of) {
    boolean first = shared == null;
    shared = of;
    leads = true;
    if (fetch.membership == this) {
      listener.leads(fetch, first);
    } else {
      of.leave(this);
    }
  }

  @Override
  public void follows(SharedFetch of) {
    steps.run(
        () -> {
          shared = of;
          if (fetch.membership == this) {
            listener.follows(fetch);
          } else {
            of.leave(this);
          }
        });
  }

  @Override
  public void brought(byte[] chunk) {
    steps.run(
        () -> {
          if (fetch.membership == this) {
            fetch.membership = null;
            listener.brought(fetch, chunk, shared == null);
          }
        });
  }
}
