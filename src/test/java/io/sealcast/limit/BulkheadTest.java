package io.sealcast.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void end() {
    done.countDown();
    threads.shutdown();
  }

  private String blocked() {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "done";
  }

  private static void refused(Supplier<?> call) {
    assertThatThrownBy(call::get)
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(e.retryAfter()).isPresent();
            });
  }

  @Test
  void aFewWaitAndOthersAreRejectedAtOnce() {
    Bulkhead bulkhead = new Bulkhead(1, 2, Duration.ofMinutes(1));
    CompletableFuture<?>[] callers = new CompletableFuture<?>[3];
    for (int i = 0; i < 3; i++) {
      callers[i] = CompletableFuture.supplyAsync(() -> bulkhead.call(this::blocked), threads);
    }
    await().until(() -> bulkhead.waiting() == 2);
    refused(() -> bulkhead.call(() -> "too late"));
    assertThat(bulkhead.rejected()).isEqualTo(1);
    done.countDown();
    CompletableFuture.allOf(callers).join();
    assertThat(bulkhead.call(() -> "later")).isEqualTo("later");
    assertThat(bulkhead.waiting()).isZero();
  }

  @Test
  void whoHasWaitedTooLongIsRejected() {
    Bulkhead bulkhead = new Bulkhead(1, 2, Duration.ofMillis(1));
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(
            () ->
                bulkhead.call(
                    () -> {
                      started.countDown();
                      return blocked();
                    }),
            threads);
    await().until(() -> started.getCount() == 0);
    refused(() -> bulkhead.call(() -> "never"));
    done.countDown();
    assertThat(first.join()).isEqualTo("done");
  }

  @Test
  void aFailureMakesRoomToo() {
    Bulkhead bulkhead = new Bulkhead(1, 0, Duration.ZERO);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  bulkhead.call(
                      () -> {
                        throw new IllegalStateException("failed");
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aFloodOfOneKindLeavesTheOthersTheirTurn() {
    DerivationBulkheads bulkheads = new DerivationBulkheads(1, 4, 4, 4);
    CompletableFuture<?>[] flood = new CompletableFuture<?>[5];
    for (int i = 0; i < flood.length; i++) {
      flood[i] =
          CompletableFuture.supplyAsync(
              () ->
                  bulkheads.call(
                      DerivationBulkheads.Kind.REGISTRATION,
                      () -> bulkheads.compute(this::blockedBriefly)),
              threads);
    }
    String key =
        bulkheads.call(
            DerivationBulkheads.Kind.ENCRYPTION_KEY, () -> bulkheads.compute(() -> "key"));
    assertThat(key).isEqualTo("key");
    assertThat(flood).as("registrations that still wait").anyMatch(caller -> !caller.isDone());
    CompletableFuture.allOf(flood).join();
  }

  /** Lasts longer than a thread needs to queue for the core. */
  private String blockedBriefly() {
    try {
      done.await(200, java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "done";
  }
}
