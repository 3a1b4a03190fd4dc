package io.sealcast.ingest;

import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoRenamed;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Notifies all instances of a new title, since the catalog itself doesn't depend on messaging. */
@ApplicationScoped
class VideoRenamedPublisher {
  @Inject private VideoEventPublisher events;

  void publish(@Observes VideoRenamed renamed) {
    VideoFile video = renamed.video();
    events.publish(
        new VideoEvent.Changed(
            video.getId(), video.getOwnerId(), video.getStatus().text(), video.getProgress()));
  }
}
