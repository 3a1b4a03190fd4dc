package io.sealcast.playback;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells what changed about the videos of an account, on whichever instance it happened. */
public interface AccountFeed {
  /**
   * Notes from now on what changes for an account, until it is closed.
   *
   * @param after the position that the caller has heard of everything up to, as {@link
   *     Changes#position()} gave it on any instance; anything else, or null, is a position that
   *     isn't known
   */
  Subscription subscribe(long accountId, @Nullable String after);

  /**
   * What changed for one account and hasn't been taken yet. Bounded: where too much waits, {@link
   * Changes#complete()} is false. Events may be lost while the broker is away: whoever must not
   * miss one looks now and then too.
   */
  interface Subscription extends AutoCloseable {
    /** Waits until there is something to be taken, or the time is over; tells which it was. */
    boolean await(Duration time) throws InterruptedException;

    /** Takes what there is. */
    Changes take();

    @Override
    void close();
  }

  /**
   * @param changed videos that were added or changed, in the order of their last change
   * @param deleted videos that are gone
   * @param complete whether this is all since what was taken before, or since the position that the
   *     subscription began with
   * @param position up to where this goes, or null where no event has been seen yet
   */
  record Changes(
      List<Long> changed, List<Long> deleted, boolean complete, @Nullable String position) {}
}
