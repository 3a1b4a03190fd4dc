package io.sealcast.messaging.kafka;

import io.sealcast.metrics.Meters;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
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
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * The one way out: a channel without a topic, which takes records that name theirs. The producer
 * blocks its caller when the broker is slow or gone, so a thread of this class is the caller, and a
 * window of its own bounds what waits: small records fail at once when it is full, chunks wait for
 * a while.
 */
@ApplicationScoped
class RecordSender {
  private static final int SMALL_RECORDS = 128;
  private static final int CHUNKS = 24;
  private static final long PATIENCE_MILLIS = 5_000;
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Function<ProducerRecord<String, byte[]>, CompletionStage<Void>> channel;
  private final Semaphore small = new Semaphore(SMALL_RECORDS);
  private final Semaphore chunks = new Semaphore(CHUNKS, true);
  private final ExecutorService thread;

  RecordSender() {
    channel = null;
    thread = null;
  }

  // the buffer never fills: the two windows together are smaller
  @Inject
  RecordSender(
      @Channel("records")
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = SMALL_RECORDS + CHUNKS)
          Emitter<ProducerRecord<String, byte[]>> emitter) {
    this(emitter::send);
  }

  RecordSender(Function<ProducerRecord<String, byte[]>, CompletionStage<Void>> channel) {
    this.channel = channel;
    this.thread = Executors.newSingleThreadExecutor(Threads.daemon("sealcast-records"));
  }

  void show(@Observes Meters meters) {
    String name = "sealcast_records_under_way";
    String help = "Records that the broker has not acknowledged yet.";
    meters.gauge(name, help, "size", "small", () -> SMALL_RECORDS - small.availablePermits());
    meters.gauge(name, help, "size", "chunk", () -> CHUNKS - chunks.availablePermits());
  }

  /** Sends a record of at most a few KiB; doesn't block. */
  CompletionStage<Void> send(ProducerRecord<String, byte[]> record) {
    return small.tryAcquire() ? pass(record, small) : busy();
  }

  /** Sends a chunk; blocks for five seconds at most while too many are under way. */
  CompletionStage<Void> sendChunk(ProducerRecord<String, byte[]> record) {
    try {
      return chunks.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
          ? pass(record, chunks)
          : busy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return busy();
    }
  }

  private CompletionStage<Void> pass(ProducerRecord<String, byte[]> record, Semaphore window) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    // the place is given back when the record is off the producer's hands, not when its sender
    // loses patience; at the latest when even the producer must have given up
    acknowledged
        .orTimeout(4 * LIMIT.toSeconds(), TimeUnit.SECONDS)
        .whenComplete((done, e) -> window.release());
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

  @PreDestroy
  void close() {
    thread.shutdownNow();
  }
}
