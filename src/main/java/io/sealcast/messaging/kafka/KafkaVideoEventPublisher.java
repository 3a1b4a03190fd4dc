package io.sealcast.messaging.kafka;

import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.apache.kafka.clients.producer.ProducerRecord;

@ApplicationScoped
class KafkaVideoEventPublisher implements VideoEventPublisher {
  private static final Logger LOG = System.getLogger(KafkaVideoEventPublisher.class.getName());

  private final RecordSender sender;

  KafkaVideoEventPublisher() {
    this(null);
  }

  @Inject
  KafkaVideoEventPublisher(RecordSender sender) {
    this.sender = sender;
  }

  @Override
  public void publish(VideoEvent event) {
    try {
      sender
          .send(
              new ProducerRecord<>(
                  Topic.EVENTS, Long.toString(event.fileId()), VideoEventCodec.encode(event)))
          .whenComplete(
              (done, e) -> {
                if (e != null) {
                  lost(event, e);
                }
              });
    } catch (RuntimeException e) {
      lost(event, e);
    }
  }

  private static void lost(VideoEvent event, Throwable e) {
    LOG.log(Level.INFO, "An event of video {0} was lost: {1}", event.fileId(), Failures.root(e));
  }
}
