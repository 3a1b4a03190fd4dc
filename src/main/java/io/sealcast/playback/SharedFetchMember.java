package io.sealcast.playback;

import io.sealcast.playback.SingleFlight.SharedFetch;
import org.jspecify.annotations.Nullable;

/**
 * A session's membership in a fetch that several sessions share. The shared fetch's notifications
 * run on the session's {@link SerialExecutor} and are ignored after the session has left.
 */
final class SharedFetchMember implements SingleFlight.Member {
  /** Receives the outcome. The methods are called on the session's {@link SerialExecutor}. */
  interface Listener {
    /**
     * Called when this session has to request the chunk. {@code first} is false for a former
     * follower.
     */
    void leads(ChunkFetch fetch, boolean first);

    void follows(ChunkFetch fetch);

    /** Called when the chunk has arrived. {@code first} is false for a former follower. */
    void brought(ChunkFetch fetch, byte[] chunk, boolean first);
  }

  private final ChunkFetch fetch;
  private final SerialExecutor serialExecutor;
  private final FlowControl control;
  private final Listener listener;

  // the following fields are accessed only on the session's SerialExecutor
  private @Nullable SharedFetch shared;
  private boolean leads;

  SharedFetchMember(
      ChunkFetch fetch, SerialExecutor serialExecutor, FlowControl control, Listener listener) {
    this.fetch = fetch;
    this.serialExecutor = serialExecutor;
    this.control = control;
    this.listener = listener;
  }

  boolean leads() {
    return leads;
  }

  /**
   * Leaves the shared fetch. If the role isn't assigned yet, the session leaves as soon as it is.
   */
  void leave() {
    fetch.membership = null;
    if (shared != null) {
      shared.leave(this);
    }
  }

  @Override
  public void leads(SharedFetch of) {
    serialExecutor.run(() -> lead(of));
  }

  /**
   * Takes the lead on another thread, since a chain of failing leaders would otherwise deepen the
   * stack. When the executor rejects the task, the next check of the deadlines requests the chunk.
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
    serialExecutor.run(
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
    serialExecutor.run(
        () -> {
          if (fetch.membership == this) {
            fetch.membership = null;
            listener.brought(fetch, chunk, shared == null);
          }
        });
  }
}
