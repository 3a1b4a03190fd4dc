package io.sealcast.playback;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports changes of an account's videos, on whichever instance they happened. */
public interface AccountFeed {
  /**
   * Subscribes to the changes of an account's videos until the subscription is closed.
   *
   * @param after position up to which the caller knows all changes, from {@link Changes#position()}
   *     on any instance; the subscription also yields the changes since then. With null, an
   *     unreadable position or one that is too old, {@link Changes#complete()} is false at first.
   */
  Subscription subscribe(long accountId, @Nullable String after);

  /**
   * The changes of one account's videos that haven't been taken yet. Their number is limited: when
   * too many wait, they are discarded and {@link Changes#complete()} is false. Events are lost
   * while the broker is unavailable, so a subscriber that must not miss a change also polls.
   */
  interface Subscription extends AutoCloseable {
    /**
     * Waits until something has changed or the time has passed.
     *
     * @return whether something has changed
     */
    boolean await(Duration time) throws InterruptedException;

    /** Returns and removes the changes that have arrived. */
    Changes take();

    @Override
    void close();
  }

  /**
   * Changes of an account's videos.
   *
   * @param changed ids of videos that were added or changed, in the order of their last change
   * @param deleted ids of videos that were deleted
   * @param complete whether these are all changes since the previous call or, in the first call,
   *     since the position given to {@link #subscribe}
   * @param position position up to which the changes are included, or null before the first event
   */
  record Changes(
      List<Long> changed, List<Long> deleted, boolean complete, @Nullable String position) {}
}
