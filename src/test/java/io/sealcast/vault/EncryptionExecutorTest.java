package io.sealcast.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EncryptionExecutorTest {
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

  private final EncryptionExecutor executor = new EncryptionExecutor();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    executor.stop();
  }

  /** Occupies all threads of the pool. */
  private void occupy() throws InterruptedException {
    CountDownLatch occupied = new CountDownLatch(THREADS);
    for (int i = 0; i < THREADS; i++) {
      executor.execute(
          () -> {
            occupied.countDown();
            await(end);
          });
    }
    assertThat(occupied.await(20, TimeUnit.SECONDS)).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoeverFindsAllThreadsBusyDoesTheWork() throws InterruptedException {
    occupy();
    Thread[] worker = new Thread[1];
    executor.execute(() -> worker[0] = Thread.currentThread());
    assertThat(worker[0]).isSameAs(Thread.currentThread());
  }

  @Test
  void doesTheWorkAfterItWasStopped() {
    executor.stop();
    Thread[] worker = new Thread[1];
    executor.execute(() -> worker[0] = Thread.currentThread());
    assertThat(worker[0]).isSameAs(Thread.currentThread());
  }

  /** Each of many callers is done with its own work, while others have more of it. */
  @Test
  void noCallerWaitsForTheWorkOfAnother() throws InterruptedException {
    occupy();
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    List<Thread> callers =
        IntStream.range(0, 8)
            .mapToObj(i -> new Thread(() -> executor.execute(() -> done.add(i))))
            .toList();
    callers.forEach(Thread::start);
    Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> done.size() == callers.size());
  }
}
