package io.sealcast.messaging.kafka;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.messaging.RangeRequestPublisher;
import io.sealcast.messaging.TopicFault;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publishes range requests to {@code video-streaming}. */
@ApplicationScoped
class KafkaRangeRequestPublisher implements RangeRequestPublisher {
  private final RecordSender sender;
  private final TopicSetup topics;
  private final TopicInspector inspector;

  @Inject
  KafkaRangeRequestPublisher(RecordSender sender, TopicSetup topics, TopicInspector inspector) {
    this.sender = sender;
    this.topics = topics;
    this.inspector = inspector;
  }

  @Override
  public CompletionStage<Void> publish(RangeRequest request, int route) {
    int partition = Partitions.choose(request.sessionHash(), route, topics.streamingPartitions());
    var record =
        new ProducerRecord<>(
            Topic.STREAMING, partition, request.sessionHash(), RangeRequestCodec.encode(request));
    RangeRequestCodec.writeTrace(request, record.headers());
    return sender.send(record);
  }

  @Override
  public boolean isBlocked() {
    return inspector.faults().stream().anyMatch(TopicFault::stopsStreams);
  }
}
