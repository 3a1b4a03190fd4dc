package io.sealcast.playback;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks for a session's chunks in the cache and in the fetches of other sessions, and shares the
 * chunks that this session fetches. All methods run on the session's {@link SerialExecutor}.
 */
final class ChunkSharing implements SharedFetchMember.Listener {
  /** Receives the results. The methods are called on the session's {@link SerialExecutor}. */
  interface Listener {
    /** Called when this session has to request the chunk itself. */
    void toBeRequested(ChunkFetch fetch);

    /** Called when the request of another session will deliver the chunk. */
    void followed(ChunkFetch fetch);

    void found(ChunkFetch fetch, byte[] bytes);
  }

  private final SessionCodec codec;
  private final FlowControl control;
  private final SerialExecutor serialExecutor;
  private final AtomicBoolean sessionEnded;
  private final Listener listener;
  private final SingleFlight singleFlight;
  private final ChunkCache cache;

  /**
   * Creates an instance for one session.
   *
   * @param serialExecutor executor of the session
   * @param sessionEnded set by any thread when the session ends, and never reset
   */
  ChunkSharing(
      SessionCodec codec,
      FlowControl control,
      SerialExecutor serialExecutor,
      AtomicBoolean sessionEnded,
      Listener listener) {
    this.codec = codec;
    this.control = control;
    this.serialExecutor = serialExecutor;
    this.sessionEnded = sessionEnded;
    this.listener = listener;
    this.singleFlight = control.singleFlight();
    this.cache = singleFlight.cache();
  }

  /** Finds the source of a chunk: the cache, another session's fetch or a request of its own. */
  void seek(ChunkFetch fetch) {
    if (fetch.chunk == null || sessionEnded.get() || codec.isExpired()) {
      listener.toBeRequested(fetch);
      return;
    }
    byte[] bytes = cache.get(fetch.chunk);
    if (bytes != null) {
      brought(fetch, bytes, true);
    } else if (codec.sharesChunks()) {
      fetch.await(control.clock().nanos(), control.policy());
      fetch.membership = new SharedFetchMember(fetch, serialExecutor, control, this);
      singleFlight.join(fetch.chunk, fetch.membership);
    } else {
      leads(fetch, true);
    }
  }

  @Override
  public void brought(ChunkFetch fetch, byte[] bytes, boolean first) {
    if (first) {
      cache.count(true, false);
    }
    listener.found(fetch, bytes);
  }

  @Override
  public void leads(ChunkFetch fetch, boolean first) {
    if (first) {
      cache.count(false, false);
    }
    listener.toBeRequested(fetch);
  }

  @Override
  public void follows(ChunkFetch fetch) {
    cache.count(false, true);
    listener.followed(fetch);
  }

  /** Leaves the shared fetch, so that another session takes the lead if this one had it. */
  static void handOver(ChunkFetch fetch) {
    if (fetch.membership != null) {
      fetch.membership.leave();
    }
  }

  /** Shares a fetched chunk with other sessions, if sharing is permitted. */
  void share(ChunkFetch fetch, byte[] bytes) {
    if (fetch.chunk == null || !codec.sharesChunks() || !keep(fetch.chunk, bytes)) {
      handOver(fetch);
      return;
    }
    SharedFetchMember member = fetch.membership;
    fetch.membership = null;
    singleFlight.complete(fetch.chunk, member, bytes);
  }

  /** Adds a chunk to the cache unless the session has ended. Returns whether it was added. */
  private boolean keep(ChunkKey chunk, byte[] bytes) {
    if (sessionEnded.get()) {
      return false;
    }
    cache.put(chunk, bytes);
    if (sessionEnded.get()) {
      // the session ended meanwhile, and the video may have been removed from the cache before the
      // put
      cache.remove(chunk);
      return false;
    }
    return true;
  }
}
