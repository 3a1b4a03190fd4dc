package io.sealcast.messaging.kafka;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A way to the broker with room for so many records. The producer at its end blocks its caller when
 * the broker is slow or gone, so a thread of the lane's own is the caller.
 */
final class BoundedProducer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Function<ProducerRecord<String, byte[]>, CompletionStage<Void>> channel;
  private final int room;
  private final Semaphore places;
  private final ExecutorService thread;

  BoundedProducer(
      String name,
      int room,
      Function<ProducerRecord<String, byte[]>, CompletionStage<Void>> channel) {
    this.channel = channel;
    this.room = room;
    this.places = new Semaphore(room, true);
    this.thread = Executors.newSingleThreadExecutor(DaemonThreads.daemon("sealcast-" + name));
  }

  /** Records that the broker has not acknowledged yet. */
  int underWay() {
    return room - places.availablePermits();
  }

  /** Sends a record where there is room; blocks for it so long at most. */
  CompletionStage<Void> send(ProducerRecord<String, byte[]> record, Duration patience) {
    try {
      return places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS) ? pass(record) : busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return busy();
    }
  }

  private CompletionStage<Void> pass(ProducerRecord<String, byte[]> record) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    // the place is given back when the record is off the producer's hands, not when its sender
    // loses patience; at the latest when even the producer must have given up
    acknowledged
        .orTimeout(4 * LIMIT.toSeconds(), TimeUnit.SECONDS)
        .whenComplete((done, e) -> places.release());
    try {
      thread.execute(() -> emit(record, acknowledged));
    } catch (RejectedExecutionException e) {
      acknowledged.completeExceptionally(e);
    }
    return acknowledged
        .copy()
        .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(e -> CompletableFuture.failedStage(Failures.unavailable(e)));
  }

  private void emit(ProducerRecord<String, byte[]> record, CompletableFuture<Void> acknowledged) {
    try {
      channel
          .apply(record)
          .whenComplete(
              (done, e) -> {
                if (e == null) {
                  acknowledged.complete(null);
                } else {
                  acknowledged.completeExceptionally(e);
                }
              });
    } catch (Throwable e) {
      acknowledged.completeExceptionally(e);
    }
  }

  private static CompletionStage<Void> busy() {
    return CompletableFuture.failedStage(new DomainException(ErrorCode.OVERLOADED));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
