package io.sealcast.messaging.kafka;

import io.sealcast.messaging.RangeResponse;
import io.sealcast.messaging.RangeResponsePublisher;
import io.sealcast.messaging.RecordRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Publishes responses only to topics that exist. For a missing topic, the producer would wait for
 * metadata and delay all other responses meanwhile.
 */
@ApplicationScoped
class KafkaRangeResponsePublisher implements RangeResponsePublisher {
  private final RecordSender sender;
  private final KnownTopics known;

  @Inject
  KafkaRangeResponsePublisher(RecordSender sender, KnownTopics known) {
    this.sender = sender;
    this.known = known;
  }

  @Override
  public CompletionStage<Void> publish(String topic, RangeResponse response) {
    CompletableFuture<Boolean> there = known.exists(topic);
    if (there.isDone()) {
      return there.thenCompose(exists -> publish(exists, topic, response));
    }
    return there.thenComposeAsync(exists -> publish(exists, topic, response));
  }

  private CompletionStage<Void> publish(boolean exists, String topic, RangeResponse response) {
    if (!exists) {
      return CompletableFuture.failedStage(new MalformedRecord("no such reply topic"));
    }
    var record = RangeResponseCodec.encode(topic, response);
    // failures and receipts don't wait behind chunks
    return (response instanceof RangeResponse.Chunk
            ? sender.sendChunk(record)
            : sender.send(record))
        .whenComplete(
            (done, e) -> {
              if (e != null && !RecordRefused.isCauseOf(e)) {
                known.forget(topic);
              }
            });
  }
}
