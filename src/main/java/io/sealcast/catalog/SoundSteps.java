package io.sealcast.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The steps that are left to make the further sound tracks of processed videos. A step is a row
 * with a {@linkplain StepLeases lease}, so that any processor can take it; it is gone when its
 * track is registered or can't be made. Thread-safe.
 */
@ApplicationScoped
public class SoundSteps {
  @Inject private ObjectDeletions deletions;

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  /**
   * A sound track of a source.
   *
   * @param stream index of the stream in the source
   * @param channels number of channels that it is to have
   * @param label what viewers choose it by, which no other sound of the source has
   */
  public record Sound(int stream, int channels, String label) {}

  /**
   * Adds the steps of a video in the caller's transaction, instead of those that are left of an
   * earlier one.
   *
   * @param origin time in seconds on the clock of the source that is 0 in the video
   * @param joined whether the clock of the source jumps
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void add(long fileId, List<Sound> sounds, double origin, boolean joined, Instant now) {
    entities
        .createQuery("delete from SoundStep s where s.fileId = :id")
        .setParameter("id", fileId)
        .executeUpdate();
    for (Sound sound : sounds) {
      entities.persist(new SoundStep(fileId, sound, origin, joined, now));
    }
  }

  /**
   * Registers the track of a step, which ends by that. The deletion of its object must have been
   * {@linkplain ObjectDeletions#expect expected}.
   *
   * @return whether the video was still processed and the worker had the lease of the step
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean complete(SoundStep step, String worker, MediaObject track) {
    VideoFile video = lockVideo(step);
    if (video == null
        || video.getStatus() != VideoStatus.PROCESSED
        || StepLeases.held(entities, step, worker).isEmpty()
        || !deletions.cancelExpected(track.getObjectId())) {
      return false;
    }
    end(step, worker);
    video.addObject(track);
    // by which event streams recognize a change
    entities.lock(video, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    return true;
  }

  /**
   * Ends a step whose track can't be made.
   *
   * @param warning what the owner should know; empty for nothing
   * @return whether the worker still had the lease of the step
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean giveUp(SoundStep step, String worker, Optional<VideoWarning> warning) {
    VideoFile video = lockVideo(step);
    if (video == null || !end(step, worker)) {
      return false;
    }
    warning.ifPresent(video::warn);
    return true;
  }

  /**
   * Removes a step.
   *
   * @return whether it existed and the worker had its lease
   */
  private boolean end(SoundStep step, String worker) {
    return StepLeases.held(entities, step, worker)
        .map(
            held -> {
              entities.remove(held);
              return true;
            })
        .orElse(false);
  }

  private @Nullable VideoFile lockVideo(SoundStep step) {
    return entities.find(VideoFile.class, step.getFileId(), LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * Returns steps that a worker may take, those of short videos first, and of a video in the order
   * of its source.
   *
   * @param served ids of accounts whose videos are left out
   * @param most maximum number of steps
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<StepLeases.Waiting<SoundStep>> waiting(Set<Long> served, Instant now, int most) {
    return StepLeases.waiting(
        entities,
        SoundStep.class,
        "",
        served,
        "v.durationSeconds, s.fileId, s.channels, s.stream",
        now,
        most);
  }
}
