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
 * Sends records through an outgoing channel and limits the number of records in flight. The
 * channel's Kafka producer blocks its caller when the broker is slow or away, so a thread of this
 * class calls it. Thread-safe.
 */
final class BoundedProducer implements AutoCloseable {
  private static final Duration ACKNOWLEDGEMENT_TIMEOUT = Duration.ofSeconds(15);

  private final Function<ProducerRecord<String, byte[]>, CompletionStage<Void>> channel;
  private final int limit;
  private final Semaphore permits;
  private final ExecutorService thread;

  BoundedProducer(
      String name,
      int limit,
      Function<ProducerRecord<String, byte[]>, CompletionStage<Void>> channel) {
    this.channel = channel;
    this.limit = limit;
    this.permits = new Semaphore(limit, true);
    this.thread = Executors.newSingleThreadExecutor(DaemonThreads.daemon("sealcast-" + name));
  }

  /** Returns the number of records that the broker hasn't acknowledged yet. */
  int inFlight() {
    return limit - permits.availablePermits();
  }

  /**
   * Sends a record. The call blocks for up to {@code timeout} until the number in flight permits
   * it.
   *
   * @return completes when the broker has acknowledged the record; fails with OVERLOADED when the
   *     limit is reached, and with MESSAGING_UNAVAILABLE or {@link
   *     io.sealcast.messaging.RecordRefused} when the record wasn't acknowledged within 15 seconds
   */
  CompletionStage<Void> send(ProducerRecord<String, byte[]> record, Duration timeout) {
    try {
      return permits.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS) ? pass(record) : busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return busy();
    }
  }

  private CompletionStage<Void> pass(ProducerRecord<String, byte[]> record) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    // the permit is released when the producer has finished with the record, not when the sender's
    // timeout has passed; at the latest after a time in which the producer has surely given up
    acknowledged
        .orTimeout(4 * ACKNOWLEDGEMENT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
        .whenComplete((done, e) -> permits.release());
    try {
      thread.execute(() -> emit(record, acknowledged));
    } catch (RejectedExecutionException e) {
      acknowledged.completeExceptionally(e);
    }
    return acknowledged
        .copy()
        .orTimeout(ACKNOWLEDGEMENT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
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
