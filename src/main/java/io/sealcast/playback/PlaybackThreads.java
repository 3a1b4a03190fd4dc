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
 * The threads that decrypt chunks and signal subscribers, and one that checks deadlines. They
 * aren't managed by the container, since they need no transaction, naming or security context.
 */
@ApplicationScoped
class PlaybackThreads {
  /**
   * Maximum number of waiting tasks per subscription: one for each chunk in flight and one for
   * signals.
   */
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

  /** Returns the executor of decryption and signals. It rejects tasks when its queue is full. */
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
