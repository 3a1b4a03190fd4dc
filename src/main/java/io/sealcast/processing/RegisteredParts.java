package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.IntSupplier;

/** Registers the parts of a job in the catalog, and tells everybody that more can be played. */
final class RegisteredParts implements PublishedParts.Register {
  private final JobLeases leases;
  private final VideoEventPublisher events;
  private final LeasedVideo video;
  private final IntSupplier percent;

  /**
   * @param percent returns the progress of the job, 0 to 99
   */
  RegisteredParts(
      JobLeases leases, VideoEventPublisher events, LeasedVideo video, IntSupplier percent) {
    this.leases = leases;
    this.events = events;
    this.video = video;
    this.percent = percent;
  }

  @Override
  public Optional<MediaObject> find(String rendition, int number) {
    return leases.published(video, rendition, number);
  }

  @Override
  public Optional<String> superseded() {
    return leases.superseded(video);
  }

  @Override
  public Optional<MediaObject> first() {
    return leases.firstPublished(video);
  }

  @Override
  public void publish(PublishedPart part) {
    requireLease(leases.publish(video, part));
  }

  @Override
  public void withdraw(String rendition, int kept) {
    requireLease(leases.withdraw(video, rendition, kept));
  }

  private void requireLease(boolean held) {
    if (!held) {
      throw new CancellationException("the lease was lost");
    }
    events.publish(
        new VideoEvent.Changed(video.fileId(), VideoStatus.PROCESSING.text(), percent.getAsInt()));
  }
}
