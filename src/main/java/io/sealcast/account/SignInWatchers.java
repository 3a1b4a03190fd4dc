package io.sealcast.account;

import io.sealcast.role.Roles;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notifies the open connections of this instance when the sign-in by which they were opened has
 * ended: by a sign-out on any instance, by its expiry, or with its account. It polls the database
 * twice a second for all watches together, since a connection has to end within two seconds. The
 * limits of connections bound the number of watches. Thread-safe.
 */
@ApplicationScoped
public class SignInWatchers {
  private static final Logger LOG = System.getLogger(SignInWatchers.class.getName());
  private static final long PERIOD_MILLIS = 500;

  /** Number of polls to skip after a failed one, so that an outage doesn't fill the log. */
  private static final int SKIPPED_AFTER_FAILURE = 10;

  /** Maximum number of sign-ins in one query. */
  private static final int BATCH = 1000;

  @Resource private ManagedScheduledExecutorService executor;

  private final Map<String, Set<Watcher>> watchers = new ConcurrentHashMap<>();
  private final SignIns signIns;
  private final Roles roles;
  private @Nullable ScheduledFuture<?> polling;
  private int pollsToSkip;

  @Inject
  SignInWatchers(SignIns signIns, Roles roles) {
    this.signIns = signIns;
    this.roles = roles;
  }

  /** A watch that lasts until it is closed. Closing it again has no effect. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    if (roles.isWeb()) {
      polling =
          executor.scheduleWithFixedDelay(
              this::poll, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Watches a sign-in. The caller closes the watch when its connection ends.
   *
   * @param tokenHash result of {@link CurrentSignIn#tokenHash}, or null for a caller without a
   *     sign-in, for whom nothing is watched
   * @param onEnd called once when the sign-in has ended, also when that was before this call; it
   *     must not block
   */
  public Watch watch(@Nullable String tokenHash, Runnable onEnd) {
    if (tokenHash == null) {
      return () -> {};
    }
    Watcher watcher = new Watcher(tokenHash, onEnd);
    watchers.compute(
        tokenHash,
        (hash, present) -> {
          Set<Watcher> set = present == null ? ConcurrentHashMap.newKeySet() : present;
          set.add(watcher);
          return set;
        });
    return watcher;
  }

  /** Returns the number of sign-ins that are watched. */
  int watched() {
    return watchers.size();
  }

  /** Polls once. It never throws, since an exception would end the schedule. */
  void poll() {
    if (pollsToSkip > 0) {
      pollsToSkip--;
      return;
    }
    try {
      List<String> hashes = List.copyOf(watchers.keySet());
      for (int from = 0; from < hashes.size(); from += BATCH) {
        signIns
            .ended(hashes.subList(from, Math.min(hashes.size(), from + BATCH)))
            .forEach(this::end);
      }
    } catch (RuntimeException e) {
      // nobody can sign out while the database is away
      pollsToSkip = SKIPPED_AFTER_FAILURE;
      LOG.log(Level.DEBUG, "Ended sign-ins can''t be polled: {0}", e.toString());
    }
  }

  private void end(String tokenHash) {
    Set<Watcher> ended = watchers.remove(tokenHash);
    if (ended != null) {
      ended.forEach(Watcher::end);
    }
  }

  @PreDestroy
  void stop() {
    if (polling != null) {
      polling.cancel(false);
    }
  }

  private final class Watcher implements Watch {
    private final String tokenHash;
    private final Runnable onEnd;

    Watcher(String tokenHash, Runnable onEnd) {
      this.tokenHash = tokenHash;
      this.onEnd = onEnd;
    }

    void end() {
      try {
        onEnd.run();
      } catch (RuntimeException e) {
        // the other connections have to end nevertheless
        LOG.log(Level.WARNING, "A connection of an ended sign-in could not be ended.", e);
      }
    }

    @Override
    public void close() {
      watchers.computeIfPresent(
          tokenHash,
          (hash, set) -> {
            set.remove(this);
            return set.isEmpty() ? null : set;
          });
    }
  }
}
