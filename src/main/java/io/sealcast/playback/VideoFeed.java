package io.sealcast.playback;

/** Reports changes of a video, on whichever instance they happened. */
public interface VideoFeed {
  /**
   * Calls {@code onChange} after each change until the watch is closed. Changes in quick succession
   * may result in one call. Calls don't overlap; they come on an executor thread and should be
   * short. Events are lost while the broker is unavailable, so a caller that must not miss a change
   * also polls.
   *
   * @throws io.sealcast.problem.DomainException OVERLOADED when there are too many watches
   */
  Watch watch(long fileId, Runnable onChange);

  /** A registration that {@link #close()} removes. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
