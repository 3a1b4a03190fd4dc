package io.sealcast.playback;

/** Tells when something about a video changed, on whichever instance it happened. */
public interface VideoFeed {
  /**
   * Calls {@code onChange} after each change, until it is closed; changes in quick succession may
   * become one call. Calls come one at a time, on an executor thread, and should be short. A change
   * may go unnoticed while the broker is away: whoever must not miss one looks now and then too.
   *
   * @throws io.sealcast.problem.DomainException OVERLOADED when too many watch
   */
  Watch watch(long fileId, Runnable onChange);

  /** Ends with {@link #close()}, which throws nothing. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
