package io.sealcast.playback;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.messaging.EventPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects the changes for one subscriber. Several changes of a video between two calls of {@link
 * #take} count as one. Thread-safe.
 */
final class AccountSubscription implements AccountFeed.Subscription {
  /** Maximum number of changed videos that wait for the subscriber. */
  static final int MAX_WAITING = 1000;

  @GuardedBy("this")
  private final Map<Long, Boolean> deletedById = new LinkedHashMap<>();

  private final Semaphore news = new Semaphore(0);
  private final Runnable onClose;

  @GuardedBy("this")
  private boolean complete;

  @GuardedBy("this")
  private @Nullable EventPosition position;

  /**
   * Creates a subscription.
   *
   * @param complete whether the subscriber knows all changes before {@code position}
   * @param position position of the latest event, or null when there was none
   * @param onClose run by {@link #close}
   */
  AccountSubscription(boolean complete, @Nullable EventPosition position, Runnable onClose) {
    this.complete = complete;
    this.position = position;
    this.onClose = onClose;
  }

  /** Adds an event of this account. */
  synchronized void add(long fileId, boolean deleted) {
    deletedById.remove(fileId); // a video that has changed again moves to the end
    deletedById.put(fileId, deleted);
    if (deletedById.size() > MAX_WAITING) {
      lost();
    }
    news.release();
  }

  /** Records that an event was missed, and discards the changes that wait. */
  synchronized void lost() {
    deletedById.clear();
    complete = false;
    news.release();
  }

  /** Records the position of the latest event, whichever account it belongs to. */
  synchronized void reached(EventPosition latest) {
    position = latest;
  }

  @Override
  public boolean await(Duration time) throws InterruptedException {
    boolean some = news.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
    news.drainPermits();
    return some;
  }

  @Override
  public synchronized AccountFeed.Changes take() {
    List<Long> changed = new ArrayList<>();
    List<Long> deleted = new ArrayList<>();
    deletedById.forEach((id, isDeleted) -> (isDeleted ? deleted : changed).add(id));
    AccountFeed.Changes taken =
        new AccountFeed.Changes(
            changed, deleted, complete, position == null ? null : position.toString());
    deletedById.clear();
    complete = true;
    return taken;
  }

  @Override
  public void close() {
    onClose.run();
  }
}
