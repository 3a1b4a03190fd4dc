package io.sealcast.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sealcast.catalog.VideoStates;
import io.sealcast.messaging.EventPosition;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Passes the events about videos to the subscriptions of their owners on this instance.
 * Thread-safe.
 */
@ApplicationScoped
class AccountWatchers implements AccountFeed, VideoEventHandler {
  private static final Logger LOG = System.getLogger(AccountWatchers.class.getName());

  /**
   * Number of events that are kept for reconnecting subscribers. It covers several minutes while
   * four processors report progress.
   */
  private static final int KEPT = 4096;

  /** Maximum number of events that wait while the database is queried for the owner of a video. */
  private static final int QUEUE = 4096;

  private static final int OWNERS_REMEMBERED = 10_000;

  private final LongFunction<OptionalLong> ownerOf;
  private final Executor executor;
  private final Cache<Long, Long> owners =
      Caffeine.newBuilder().maximumSize(OWNERS_REMEMBERED).build();

  // both fields are guarded by the lock of this object
  private final RecentEvents recent;
  private final Map<Long, Set<AccountSubscription>> subscriptions = new HashMap<>();

  @Inject
  AccountWatchers(VideoStates videos) {
    this(videos::ownerOf, oneThread(), KEPT);
  }

  /**
   * Creates an instance.
   *
   * @param ownerOf returns the owner of a video, or empty when the video doesn't exist
   * @param executor runs one task at a time in their order; may reject tasks
   * @param kept number of events that are kept for reconnecting subscribers
   */
  AccountWatchers(LongFunction<OptionalLong> ownerOf, Executor executor, int kept) {
    this.ownerOf = ownerOf;
    this.executor = executor;
    recent = new RecentEvents(kept);
  }

  /**
   * Creates an executor with one thread, which keeps the events in order. The thread may wait for
   * the database, which the messaging thread must not.
   */
  private static Executor oneThread() {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread created = new Thread(task, "sealcast-account-events");
              created.setDaemon(true);
              return created;
            });
    thread.allowCoreThreadTimeOut(true);
    return thread;
  }

  @PreDestroy
  void stop() {
    if (executor instanceof ExecutorService service) {
      service.shutdownNow();
    }
  }

  @Override
  public synchronized Subscription subscribe(long accountId, @Nullable String after) {
    Optional<List<RecentEvents.Entry>> missed = EventPosition.parse(after).flatMap(recent::after);
    AccountSubscription[] self = new AccountSubscription[1];
    AccountSubscription subscription =
        new AccountSubscription(
            missed.isPresent(),
            recent.latest().orElse(null),
            () -> unsubscribe(accountId, self[0]));
    self[0] = subscription;
    missed.ifPresent(
        entries ->
            entries.stream()
                .filter(e -> e.accountId() == accountId)
                .forEach(e -> subscription.add(e.fileId(), e.deleted())));
    subscriptions.computeIfAbsent(accountId, id -> new HashSet<>()).add(subscription);
    return subscription;
  }

  private synchronized void unsubscribe(long accountId, AccountSubscription subscription) {
    subscriptions.computeIfPresent(
        accountId,
        (id, set) -> {
          set.remove(subscription);
          return set.isEmpty() ? null : set;
        });
  }

  @Override
  public void handle(VideoEvent event) {
    throw new UnsupportedOperationException("events come with their position");
  }

  @Override
  public void handle(VideoEvent event, EventPosition position) {
    event.dispatch(
        changed -> enqueue(changed.fileId(), changed.ownerId(), false, position),
        deleted -> enqueue(deleted.fileId(), deleted.ownerId(), true, position),
        ended -> {});
  }

  private void enqueue(long fileId, long ownerId, boolean deleted, EventPosition position) {
    try {
      executor.execute(() -> dispatch(fileId, ownerId, deleted, position));
    } catch (RejectedExecutionException e) {
      lost();
    }
  }

  private void dispatch(long fileId, long ownerId, boolean deleted, EventPosition position) {
    OptionalLong owner;
    try {
      owner = ownerOf(fileId, ownerId);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The owner of a changed video is unknown: {0}", e.toString());
      lost();
      return;
    }
    if (deleted) {
      owners.invalidate(fileId);
    }
    // a video without an owner was deleted meanwhile, which a later event reports
    owner.ifPresent(id -> notifyWatchers(new RecentEvents.Entry(position, id, fileId, deleted)));
  }

  private OptionalLong ownerOf(long fileId, long fromEvent) {
    if (fromEvent != VideoEvent.OWNER_UNKNOWN) {
      owners.put(fileId, fromEvent);
      return OptionalLong.of(fromEvent);
    }
    Long known = owners.getIfPresent(fileId);
    if (known != null) {
      return OptionalLong.of(known);
    }
    OptionalLong found = ownerOf.apply(fileId);
    found.ifPresent(id -> owners.put(fileId, id));
    return found;
  }

  private synchronized void notifyWatchers(RecentEvents.Entry entry) {
    recent.add(entry);
    // The position is set after the change: a subscriber that takes a position must have got all
    // changes before it.
    subscriptions
        .getOrDefault(entry.accountId(), Set.of())
        .forEach(s -> s.add(entry.fileId(), entry.deleted()));
    subscriptions.values().forEach(set -> set.forEach(s -> s.reached(entry.position())));
  }

  /** Records that an event was lost, so that all subscribers poll. */
  private synchronized void lost() {
    recent.clear();
    subscriptions.values().forEach(set -> set.forEach(AccountSubscription::lost));
  }
}
