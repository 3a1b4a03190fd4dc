package io.sealcast.playback;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The threads that open chunks and signal subscribers, and one that looks at deadlines. Plain ones:
 * they need no transaction, no naming and no security context, only the processor.
 */
@ApplicationScoped
class PlaybackThreads {
  /** Tasks a subscription may have waiting at once: one for each chunk, one to signal. */
  private static final int TASKS_PER_SUBSCRIPTION = 8;

  private final ThreadPoolExecutor signals;
  private final ScheduledExecutorService timer;

  @Inject
  PlaybackThreads(
      @ConfigProperty(name = "sealcast.stream.subscriptions") int subscriptions,
      @ConfigProperty(name = "sealcast.stream.threads") int threads) {
    int count = threads > 0 ? threads : Math.max(2, Runtime.getRuntime().availableProcessors());
    signals =
        new ThreadPoolExecutor(
            count,
            count,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(1024 + subscriptions * TASKS_PER_SUBSCRIPTION),
            named("sealcast-playback-"));
    signals.allowCoreThreadTimeOut(true);
    timer = Executors.newSingleThreadScheduledExecutor(named("sealcast-deadlines-"));
  }

  /** Rejects what is beyond its bounded queue. */
  Executor signals() {
    return signals;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @PreDestroy
  void stop() {
    timer.shutdownNow();
    signals.shutdownNow();
  }
}
