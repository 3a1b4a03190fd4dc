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

/** What waits for one subscriber: of each video only that it changed, however often it did. */
final class AccountSubscription implements AccountFeed.Subscription {
  /** Videos that may have changed between two looks of the subscriber. */
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
   * @param complete whether the subscriber knows all before {@code position}
   * @param position null where there is none yet
   */
  AccountSubscription(boolean complete, @Nullable EventPosition position, Runnable onClose) {
    this.complete = complete;
    this.position = position;
    this.onClose = onClose;
  }

  /** Notes an event of this account. */
  synchronized void add(long fileId, boolean deleted) {
    deletedById.remove(fileId); // so that it moves to the end
    deletedById.put(fileId, deleted);
    if (deletedById.size() > MAX_WAITING) {
      lost();
    }
    news.release();
  }

  /** Notes that something was missed. */
  synchronized void lost() {
    deletedById.clear();
    complete = false;
    news.release();
  }

  /** Notes up to where events have been seen, whoever's they are. */
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
