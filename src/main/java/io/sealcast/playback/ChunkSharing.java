package io.sealcast.playback;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gets a session's chunks from memory or with another session's fetch, and lets others have what
 * was fetched for it. All of it belongs to the session's serial steps.
 */
final class ChunkSharing implements SharedFetchMember.Listener {
  /** Who waits for the chunks. Called in the session's steps. */
  interface Listener {
    /** It is neither in memory nor on its way to somebody else. */
    void toBeRequested(ChunkFetch fetch);

    /** Somebody else's request is for this one too. */
    void followed(ChunkFetch fetch);

    void found(ChunkFetch fetch, byte[] bytes);
  }

  private final SessionCodec codec;
  private final FlowControl control;
  private final SerialExecutor steps;
  private final AtomicBoolean sessionEnded;
  private final Listener listener;
  private final SingleFlight singleFlight;
  private final ChunkCache cache;

  /**
   * @param steps the session's
   * @param sessionEnded set once and for ever, by any thread
   */
  ChunkSharing(
      SessionCodec codec,
      FlowControl control,
      SerialExecutor steps,
      AtomicBoolean sessionEnded,
      Listener listener) {
    this.codec = codec;
    this.control = control;
    this.steps = steps;
    this.sessionEnded = sessionEnded;
    this.listener = listener;
    this.singleFlight = control.singleFlight();
    this.cache = singleFlight.cache();
  }

  /** Looks where the chunk is to come from. */
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
      fetch.membership = new SharedFetchMember(fetch, steps, control, this);
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

  /** Others who wait for it can't rely on this one any more. */
  static void handOver(ChunkFetch fetch) {
    if (fetch.membership != null) {
      fetch.membership.leave();
    }
  }

  /** Lets others have what was fetched, where they may. */
  void share(ChunkFetch fetch, byte[] bytes) {
    if (fetch.chunk == null || !codec.sharesChunks() || !keep(fetch.chunk, bytes)) {
      handOver(fetch);
      return;
    }
    SharedFetchMember member = fetch.membership;
    fetch.membership = null;
    singleFlight.complete(fetch.chunk, member, bytes);
  }

  /** Puts a chunk into the cache, unless the session has ended; returns whether it is there. */
  private boolean keep(ChunkKey chunk, byte[] bytes) {
    if (sessionEnded.get()) {
      return false;
    }
    cache.put(chunk, bytes);
    if (sessionEnded.get()) {
      // It ended in between, and the cache may have been told to forget the video before the put.
      cache.remove(chunk);
      return false;
    }
    return true;
  }
}
