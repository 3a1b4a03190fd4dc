package io.sealcast.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FairBulkheadTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CountDownLatch held = new CountDownLatch(1);
  private final List<String> admitted = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void endThreads() throws InterruptedException {
    held.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private Thread caller(FairBulkhead<String> bulkhead, String key, FairBulkhead.Work<?, ?> work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                bulkhead.<Exception, Exception>run(key, work::run);
              } catch (Exception e) {
                admitted.add(e.toString());
              }
            });
    thread.start();
    threads.add(thread);
    return thread;
  }

  private static void awaitWaiting(Thread thread) {
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
  }

  private static void pause(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void manyCallersOfOneKeyDelayAnotherKeyByOneOfThem() throws Exception {
    FairBulkhead<String> bulkhead = new FairBulkhead<>(1, LONG);
    CountDownLatch started = new CountDownLatch(1);
    caller(
        bulkhead,
        "other",
        () -> {
          started.countDown();
          pause(held);
        });
    started.await();
    for (int i = 0; i < 5; i++) {
      awaitWaiting(caller(bulkhead, "many", () -> admitted.add("many")));
    }
    awaitWaiting(caller(bulkhead, "one", () -> admitted.add("one")));
    assertThat(bulkhead.keys()).isEqualTo(3);
    endThreads();
    assertThat(admitted).hasSize(6);
    assertThat(admitted.indexOf("one")).isLessThanOrEqualTo(1);
    assertThat(bulkhead.keys()).isZero();
  }

  @Test
  void noMoreThanTheLimitRunAtOnce() throws Exception {
    FairBulkhead<String> bulkhead = new FairBulkhead<>(2, LONG);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 24; i++) {
      caller(
          bulkhead,
          "key " + i % 7,
          () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.sleep(2);
            running.decrementAndGet();
            admitted.add("done");
          });
    }
    endThreads();
    assertThat(most).hasValue(2);
    assertThat(admitted).hasSize(24).containsOnly("done");
  }

  @Test
  void aKeyHasAsManyCallersAtOnceAsItMay() throws Exception {
    FairBulkhead<String> bulkhead = new FairBulkhead<>(3, 2, LONG);
    CountDownLatch running = new CountDownLatch(3);
    FairBulkhead.Work<RuntimeException, RuntimeException> hold =
        () -> {
          admitted.add("held");
          running.countDown();
          pause(held);
        };
    caller(bulkhead, "many", hold);
    caller(bulkhead, "many", hold);
    await().until(() -> admitted.size() == 2);
    awaitWaiting(caller(bulkhead, "many", () -> admitted.add("third")));
    caller(bulkhead, "one", hold);
    running.await();
    assertThat(admitted).containsOnly("held");
    endThreads();
    assertThat(admitted).hasSize(4);
  }

  @Test
  void whoWaitsTooLongIsRejectedAndLeavesNothing() throws Exception {
    FairBulkhead<String> bulkhead = new FairBulkhead<>(1, Duration.ofMillis(20));
    CountDownLatch started = new CountDownLatch(1);
    caller(
        bulkhead,
        "first",
        () -> {
          started.countDown();
          pause(held);
        });
    started.await();
    for (String key : List.of("first", "second")) {
      assertThatThrownBy(() -> bulkhead.run(key, () -> admitted.add(key)))
          .isInstanceOfSatisfying(
              DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED));
    }
    endThreads();
    bulkhead.run("second", () -> admitted.add("second"));
    assertThat(admitted).containsExactly("second");
    assertThat(bulkhead.keys()).isZero();
  }
}
