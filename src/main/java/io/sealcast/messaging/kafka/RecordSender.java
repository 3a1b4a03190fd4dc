package io.sealcast.messaging.kafka;

import io.sealcast.messaging.RecordRefused;
import io.sealcast.metrics.Meters;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * The outgoing channels. Neither has a fixed topic; each record names its own. Chunks have a
 * separate producer, since small records would otherwise wait behind the chunks in flight. Each
 * channel limits its records in flight: at the limit, sending a small record fails immediately and
 * sending a chunk blocks for a while. Thread-safe.
 */
@ApplicationScoped
class RecordSender {
  private static final int SMALL_RECORDS = 128;
  private static final int CHUNKS = 24;
  private static final Duration CHUNK_TIMEOUT = Duration.ofSeconds(5);

  private final BoundedProducer small;
  private final BoundedProducer chunks;
  private final SendRejections rejections;

  // the overflow buffers never fill, since they are as large as the limits of records in flight
  @Inject
  RecordSender(
      @Channel("records")
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = SMALL_RECORDS)
          Emitter<ProducerRecord<String, byte[]>> records,
      @Channel("chunks") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = CHUNKS)
          Emitter<ProducerRecord<String, byte[]>> chunks,
      SendRejections rejections) {
    this(records::send, chunks::send, rejections);
  }

  RecordSender(
      Function<ProducerRecord<String, byte[]>, CompletionStage<Void>> records,
      Function<ProducerRecord<String, byte[]>, CompletionStage<Void>> chunks,
      SendRejections rejections) {
    this.rejections = rejections;
    this.small = new BoundedProducer("records", SMALL_RECORDS, records);
    this.chunks = new BoundedProducer("chunks", CHUNKS, chunks);
  }

  void show(@Observes Meters meters) {
    String name = "sealcast_records_under_way";
    String help = "Records that the broker has not acknowledged yet.";
    meters.gauge(name, help, "size", "small", small::inFlight);
    meters.gauge(name, help, "size", "chunk", chunks::inFlight);
  }

  /**
   * Sends a record of at most a few KiB. The call doesn't block.
   *
   * @return completes when the broker has acknowledged the record; see {@link BoundedProducer#send}
   */
  CompletionStage<Void> send(ProducerRecord<String, byte[]> record) {
    return send(small, record, Duration.ZERO);
  }

  /**
   * Sends a chunk. The call blocks for at most 5 seconds while too many chunks are in flight.
   *
   * @return completes when the broker has acknowledged the record; see {@link BoundedProducer#send}
   */
  CompletionStage<Void> sendChunk(ProducerRecord<String, byte[]> record) {
    return send(chunks, record, CHUNK_TIMEOUT);
  }

  private CompletionStage<Void> send(
      BoundedProducer producer, ProducerRecord<String, byte[]> record, Duration timeout) {
    String topic = record.topic();
    int size = record.value() == null ? 0 : record.value().length;
    if (rejections.isRefused(topic, size)) {
      return CompletableFuture.failedStage(new RecordRefused(null));
    }
    return producer
        .send(record, timeout)
        .whenComplete((done, e) -> rejections.sent(topic, size, e));
  }

  @PreDestroy
  void close() {
    small.close();
    chunks.close();
  }
}
