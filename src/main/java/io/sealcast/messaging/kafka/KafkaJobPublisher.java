package io.sealcast.messaging.kafka;

import io.sealcast.messaging.JobPublisher;
import io.sealcast.messaging.ProcessingJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes processing jobs to {@code video-processing}. The key is the id of the video, so that
 * the jobs of a video keep their order.
 */
@ApplicationScoped
class KafkaJobPublisher implements JobPublisher {
  private final RecordSender sender;

  @Inject
  KafkaJobPublisher(RecordSender sender) {
    this.sender = sender;
  }

  @Override
  public CompletionStage<Void> publish(ProcessingJob job) {
    return sender.send(
        new ProducerRecord<>(
            Topic.PROCESSING, Long.toString(job.fileId()), ProcessingJobCodec.encode(job)));
  }
}
