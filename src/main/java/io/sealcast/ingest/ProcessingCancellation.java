package io.sealcast.ingest;

import io.sealcast.account.Viewer;
import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.JobKeys;
import io.sealcast.catalog.ObjectDeletions;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.catalog.Videos;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Cancels the processing of a video. The worker notices by the loss of its lease, stops ffmpeg and
 * deletes what it has written. The uploaded file is kept, so that the owner can have it processed
 * again.
 */
@ApplicationScoped
class ProcessingCancellation {
  private static final Logger LOG = System.getLogger(ProcessingCancellation.class.getName());

  /** Time after which a processor ends a cancellation that this instance could not end. */
  private static final Duration LEASE = Duration.ofSeconds(10);

  private final Videos videos;
  private final JobKeys jobKeys;
  private final SealedJobs sealedJobs;
  private final VideoStorage storage;
  private final ObjectDeletions deletions;
  private final VideoEventPublisher events;

  @Inject
  ProcessingCancellation(
      Videos videos,
      JobKeys jobKeys,
      SealedJobs sealedJobs,
      VideoStorage storage,
      ObjectDeletions deletions,
      VideoEventPublisher events) {
    this.videos = videos;
    this.jobKeys = jobKeys;
    this.sealedJobs = sealedJobs;
    this.storage = storage;
    this.deletions = deletions;
    this.events = events;
  }

  /**
   * Cancels the processing of a video, and erases the key of its job.
   *
   * @return the video, which has failed with PROCESSING_CANCELLED, or is processed as before if it
   *     was prepared anew; it is still being processed if the key couldn't be erased yet
   * @throws io.sealcast.problem.DomainException NOT_FOUND when it isn't the owner's,
   *     VIDEO_NOT_PROCESSING
   */
  VideoFile cancel(Viewer viewer, long fileId) {
    String worker = "cancellation/" + UUID.randomUUID();
    videos.cancel(viewer, fileId, worker, Instant.now().plus(LEASE));
    Set<ObjectRef> stored;
    Set<UUID> expected;
    try {
      Optional<JobKey> key = jobKeys.find(fileId);
      if (key.isPresent()) {
        sealedJobs.erase(key.get());
      }
      // before the video can be processed again, whose objects must not be deleted
      stored = storage.objects(fileId);
      // before the video is read: one that is registered meanwhile is among either
      expected = deletions.of(fileId);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the key of cancelled video " + fileId + " could not be erased", e);
      return videos.require(viewer, fileId);
    }
    VideoFile video = videos.settle(viewer, fileId, worker);
    if (video.getStatus() == VideoStatus.FAILED || video.getStatus() == VideoStatus.PROCESSED) {
      events.publish(new VideoEvent.Changed(fileId, video.getStatus().text(), 0));
      deleteLeftovers(video, stored, expected);
    }
    LOG.log(Level.INFO, "the processing of video {0} was cancelled", Long.toString(fileId));
    return video;
  }

  /**
   * Deletes what processors have left that were killed. A running one deletes its own objects.
   *
   * @param expected objects that are deleted at another time, or may be about to be registered
   */
  private void deleteLeftovers(VideoFile video, Set<ObjectRef> stored, Set<UUID> expected) {
    Set<UUID> registered = new HashSet<>(expected);
    video.getObjects().forEach(object -> registered.add(object.getObjectId()));
    try {
      storage.deleteUnregistered(stored, registered);
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "leftovers of video " + video.getId() + " stay for now", e);
    }
  }
}
