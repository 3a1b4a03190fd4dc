package io.sealcast.vault;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that encrypt chunks for all uploads and jobs of this process, beside the threads of
 * the uploads and jobs themselves. There is one fewer than processors, and at least one.
 *
 * <p>There is no queue: when all threads are busy, the caller's thread does the work. So an upload
 * never waits for another, and however many there are, they take only so many threads more from the
 * decryption for viewers than without this pool. Thread-safe.
 */
@ApplicationScoped
class EncryptionExecutor implements Executor {
  private static final int IDLE_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  EncryptionExecutor() {
    int most = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    // The threads aren't managed by the container, since they need none of its contexts. After a
    // shutdown, too, the caller does the work: a task that is discarded would be waited for.
    threads =
        new ThreadPoolExecutor(
            0,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            EncryptionExecutor::thread,
            (task, pool) -> task.run());
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sealcast-encryption");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(task);
  }

  @PreDestroy
  void stop() {
    threads.shutdown();
  }
}
