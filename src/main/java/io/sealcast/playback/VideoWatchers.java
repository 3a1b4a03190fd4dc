package io.sealcast.playback;

import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventHandler;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The watches of videos on this instance. Thread-safe. */
@ApplicationScoped
class VideoWatchers implements VideoFeed, VideoEventHandler {
  private static final Logger LOG = System.getLogger(VideoWatchers.class.getName());

  private final Map<Long, Set<Watcher>> watchers = new ConcurrentHashMap<>();
  private final Semaphore bulkhead;
  private final Executor executor;

  @Inject
  VideoWatchers(
      PlaybackThreads threads, @ConfigProperty(name = "sealcast.events.watchers") int limit) {
    this(threads.signals(), limit);
  }

  VideoWatchers(Executor executor, int limit) {
    this.executor = executor;
    this.bulkhead = new Semaphore(limit);
  }

  @Override
  public Watch watch(long fileId, Runnable onChange) {
    if (!bulkhead.tryAcquire()) {
      throw DomainException.retryLater(ErrorCode.OVERLOADED, Duration.ofSeconds(5));
    }
    Watcher watcher = new Watcher(fileId, onChange);
    watchers.compute(
        fileId,
        (id, present) -> {
          Set<Watcher> set = present == null ? ConcurrentHashMap.newKeySet() : present;
          set.add(watcher);
          return set;
        });
    return watcher;
  }

  @Override
  public void handle(VideoEvent event) {
    event.dispatch(this::notifyWatchers, this::notifyWatchers, ended -> {});
  }

  private void notifyWatchers(VideoEvent event) {
    watchers.getOrDefault(event.fileId(), Set.of()).forEach(Watcher::changed);
  }

  private final class Watcher implements Watch, Runnable {
    private final long fileId;
    private final Runnable onChange;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    Watcher(long fileId, Runnable onChange) {
      this.fileId = fileId;
      this.onChange = onChange;
    }

    void changed() {
      if (changes.getAndIncrement() == 0) {
        try {
          executor.execute(this);
        } catch (RejectedExecutionException e) {
          changes.set(0);
        }
      }
    }

    @Override
    public void run() {
      int seen = changes.get();
      while (seen != 0 && !closed.get()) {
        try {
          onChange.run();
        } catch (RuntimeException e) {
          LOG.log(Level.DEBUG, "A watcher failed: {0}", e.toString());
        }
        seen = changes.addAndGet(-seen);
      }
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        watchers.computeIfPresent(
            fileId,
            (id, set) -> {
              set.remove(this);
              return set.isEmpty() ? null : set;
            });
        bulkhead.release();
      }
    }
  }
}
