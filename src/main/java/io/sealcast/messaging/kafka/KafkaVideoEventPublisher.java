package io.sealcast.messaging.kafka;

import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Publishes events to {@code video-events}. An event that can't be sent is logged and lost. */
@ApplicationScoped
class KafkaVideoEventPublisher implements VideoEventPublisher {
  private static final Logger LOG = System.getLogger(KafkaVideoEventPublisher.class.getName());

  private final RecordSender sender;
  private final AuthenticatedEvents events;

  @Inject
  KafkaVideoEventPublisher(RecordSender sender, AuthenticatedEvents events) {
    this.sender = sender;
    this.events = events;
  }

  @Override
  public void publish(VideoEvent event) {
    try {
      sender
          .send(events.write(event))
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
