package io.sealcast.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {
  private static final int THREADS = 4;
  private static final int TASKS = 20_000;

  private final List<Throwable> failures = new ArrayList<>();
  private final List<String> done = new ArrayList<>();

  /** Neither locked nor volatile: each task sees the writes of the tasks before it. */
  private int count;

  @Test
  void tasksOfSeveralThreadsDoNotRunAtTheSameTime() throws Exception {
    countWith(new SerialExecutor(failures::add));
  }

  @Test
  void norDoTheyOnTheThreadsOfAnExecutor() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      countWith(new SerialExecutor(pool, 4, failures::add));
    } finally {
      pool.shutdownNow();
    }
  }

  private void countWith(SerialExecutor executor) throws Exception {
    CountDownLatch all = new CountDownLatch(THREADS * TASKS);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(
          new Thread(
              () -> {
                for (int task = 0; task < TASKS; task++) {
                  executor.run(() -> count++);
                  executor.run(all::countDown);
                }
              }));
    }
    threads.forEach(Thread::start);
    assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(count).isEqualTo(THREADS * TASKS);
    assertThat(failures).isEmpty();
  }

  @Test
  void whatATaskSubmitsRunsAfterIt() {
    SerialExecutor executor = new SerialExecutor(failures::add);
    executor.run(
        () -> {
          executor.run(() -> done.add("second"));
          done.add("first");
        });
    assertThat(done).containsExactly("first", "second");
  }

  @Test
  void aFailedTaskDoesNotKeepTheNextFromRunning() {
    SerialExecutor executor = new SerialExecutor(failures::add);
    executor.run(
        () -> {
          throw new StackOverflowError("an error too");
        });
    executor.run(() -> done.add("next"));
    assertThat(failures).hasSize(1);
    assertThat(done).containsExactly("next");
  }

  @Test
  void givesTheThreadBackAfterItsTurn() {
    Deque<Runnable> tasks = new ArrayDeque<>();
    SerialExecutor executor = new SerialExecutor(tasks::add, 2, failures::add);
    for (int i = 0; i < 3; i++) {
      executor.run(() -> done.add("task"));
    }
    tasks.remove().run();
    assertThat(done).hasSize(2);
    tasks.remove().run();
    assertThat(done).hasSize(3);
    assertThat(tasks).isEmpty();
  }

  @Test
  void whatIsDroppedDoesNotRunAndWhatComesLaterDoes() {
    Deque<Runnable> tasks = new ArrayDeque<>();
    SerialExecutor executor = new SerialExecutor(tasks::add, 9, failures::add);
    executor.run(() -> done.add("dropped"));
    executor.clear();
    executor.run(() -> done.add("later"));
    tasks.remove().run();
    assertThat(done).containsExactly("later");
  }

  @Test
  void tellsWhenNoThreadIsToBeHad() {
    SerialExecutor executor =
        new SerialExecutor(
            task -> {
              throw new RejectedExecutionException("full");
            },
            9,
            failures::add);
    executor.run(() -> done.add("never"));
    assertThat(done).isEmpty();
    assertThat(failures).hasOnlyElementsOfType(RejectedExecutionException.class);
  }
}
