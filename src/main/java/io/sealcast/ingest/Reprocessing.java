package io.sealcast.ingest;

import io.sealcast.account.KeyAttempts;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.AccessPolicy;
import io.sealcast.catalog.Action;
import io.sealcast.catalog.JobKey;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.UnsentJob;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.catalog.Videos;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.DataKey;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.KeySlots;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Starts the processing of a failed or a processed video again. The sealed data key was deleted
 * with its job, so the owner has to supply the encryption key again.
 */
@ApplicationScoped
class Reprocessing {
  private static final Logger LOG = System.getLogger(Reprocessing.class.getName());

  @Inject private Videos videos;
  @Inject private KeyAttempts attempts;
  @Inject private KeySlots keySlots;
  @Inject private VideoStorage storage;
  @Inject private SealedJobs sealedJobs;
  @Inject private JobSender jobs;
  @Inject private VideoEventPublisher events;

  /**
   * Queues a new job. The call blocks for the key derivation. The caller clears {@code
   * encryptionKey}.
   *
   * @return the queued video
   * @throws DomainException NOT_FOUND when it isn't the owner's, VIDEO_BUSY,
   *     INVALID_ENCRYPTION_KEY, TOO_MANY_REQUESTS with the time to wait, SOURCE_MISSING
   */
  VideoFile begin(Viewer viewer, long fileId, char[] encryptionKey) {
    VideoFile video = videos.require(viewer, fileId);
    AccessPolicy.require(viewer, video, Action.REPROCESS);
    video.requireEnded();
    try (DataKey dataKey = prove(viewer, video, encryptionKey)) {
      requireSource(video);
      VideoFile waiting = requeue(viewer, fileId, dataKey);
      String status = VideoStatus.UPLOADED.text();
      events.publish(new VideoEvent.Changed(fileId, status, 0));
      LOG.log(Level.INFO, "video {0} is processed again", Long.toString(fileId));
      return waiting;
    }
  }

  private VideoFile requeue(Viewer viewer, long fileId, DataKey dataKey) {
    try {
      JobKey job = sealedJobs.create(fileId, dataKey);
      try {
        VideoFile waiting = videos.requeue(viewer, fileId, job);
        jobs.send(new UnsentJob(job));
        return waiting;
      } catch (RuntimeException e) {
        sealedJobs.discard(job);
        throw e;
      }
    } catch (IOException e) {
      throw new DomainException(ErrorCode.STORAGE_UNAVAILABLE, e);
    }
  }

  private DataKey prove(Viewer viewer, VideoFile video, char[] encryptionKey) {
    List<KeySlot> slots = video.keySlots(KeySlot::new);
    return attempts.attempt(
        viewer.id(), video.getId(), () -> keySlots.unwrapAny(slots, encryptionKey));
  }

  private void requireSource(VideoFile video) {
    MediaObject source =
        video.getObjects().stream()
            .filter(o -> o.getKind() == MediaObject.Kind.SOURCE)
            .findFirst()
            .orElseThrow(() -> new DomainException(ErrorCode.SOURCE_MISSING));
    try {
      if (!storage.isThere(new ObjectRef(video.getId(), source.getObjectId()))) {
        throw new DomainException(ErrorCode.SOURCE_MISSING);
      }
    } catch (IOException e) {
      throw new DomainException(ErrorCode.OBJECT_UNAVAILABLE, e);
    }
  }
}
