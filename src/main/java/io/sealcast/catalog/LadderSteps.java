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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The steps that are left to make further renditions of processed videos, each of them a part of a
 * smaller one or a whole larger one. A step is a row with a lease, so that any processor can take
 * it; it is gone when its part is registered or can't be made. A rendition is there when its last
 * part is registered. Thread-safe.
 */
@ApplicationScoped
public class LadderSteps {
  private static final Segments NONE = new Segments(0, 0);

  private static final String OF_SOURCE = "s.segmentCount = 0";
  private static final String OF_RENDITION = "(s.segmentCount is null or s.segmentCount > 0)";

  @Inject private ObjectDeletions deletions;

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  /**
   * Adds the steps of a video in the caller's transaction.
   *
   * @param rungs the renditions
   * @param parts the segments of each part of those that are made of the default one
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void add(long fileId, List<Rung> rungs, List<Segments> parts, Instant now) {
    for (Rung rung : rungs) {
      List<Segments> made = rung.ofSource() ? List.of(NONE) : parts;
      for (int i = 0; i < made.size(); i++) {
        entities.persist(new LadderStep(fileId, rung, i, made.get(i), now));
      }
    }
  }

  /**
   * A rendition that is to be made.
   *
   * @param codec the codec of its pictures, {@code h264} or {@code av1}
   * @param ofSource whether it is made of the source as a whole, and not of the default rendition
   */
  public record Rung(Presentation.Resolution size, String codec, boolean ofSource) {}

  /**
   * Segments of the default rendition that follow each other.
   *
   * @param first number of the first one, from 0
   * @param count number of segments; 0 for none
   */
  public record Segments(int first, int count) {}

  /** What the registration of a part has led to. */
  public enum Completion {
    /** The video or the step was gone, or another worker had the lease. Nothing has changed. */
    LEASE_LOST,
    /** The part is registered, and others of the rendition are left. */
    PART,
    /** The rendition has all its parts and can be played. */
    RENDITION,
    /** The rendition would be of no use, so it is removed. */
    NEEDLESS,
    /** The part doesn't fit to the others, so the rendition is removed. */
    DIFFERENT
  }

  /**
   * Registers the part of a step, which ends by that. The deletion of its object must have been
   * {@linkplain ObjectDeletions#expect expected}.
   *
   * @param initDigest digest of the initialization segment with which the part was made
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Completion complete(LadderStep step, String worker, MediaObject part, String initDigest) {
    VideoFile video = lockVideo(step.getFileId());
    Optional<LadderStep> current = leased(step, worker);
    if (video == null
        || video.getStatus() != VideoStatus.PROCESSED
        || current.isEmpty()
        || !deletions.cancelExpected(part.getObjectId())) {
      return Completion.LEASE_LOST;
    }
    String rendition = part.partOf().orElseThrow();
    video.addObject(part);
    if (!current.get().fits(initDigest)) {
      remove(video, step, rendition);
      return Completion.DIFFERENT;
    }
    entities.remove(current.get());
    entities.flush();
    if (isLeft(step)) {
      setInitDigest(step, initDigest);
      return Completion.PART;
    }
    if (!isOfUse(video, step, rendition)) {
      remove(video, step, rendition);
      return Completion.NEEDLESS;
    }
    // by which event streams recognize a change
    entities.lock(video, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    return Completion.RENDITION;
  }

  /**
   * Players take the rendition of the highest bit rate for the best, so that a smaller one must
   * have fewer bytes and a larger one more. One of another codec is of use only if it is also
   * smaller than the one of H.264 that has its size, if that is there.
   */
  private static boolean isOfUse(VideoFile video, LadderStep step, String rendition) {
    List<MediaView> renditions = MediaView.renditionsOf(video.views());
    Optional<MediaView> made =
        renditions.stream().filter(view -> view.name().equals(rendition)).findFirst();
    if (made.isEmpty()) {
      return false;
    }
    List<MediaView> others = renditions.stream().filter(view -> view != made.get()).toList();
    if (step.isOfSource()) {
      return isInOrder(made.get(), others);
    }
    boolean other = !step.getCodec().equals(LadderStep.H264);
    return others.stream()
        .filter(view -> view.isDefault() || other && view.hasSizeOf(made.get()))
        .allMatch(made.get()::isSmallerThan);
  }

  /**
   * Whether a rendition that is larger than the default one has more bytes than all smaller ones.
   */
  private static boolean isInOrder(MediaView made, List<MediaView> others) {
    return others.stream()
        .noneMatch(
            view ->
                made.hasMorePixelsThan(view) ? made.isSmallerThan(view) : view.isSmallerThan(made));
  }

  private boolean isLeft(LadderStep step) {
    return !entities
        .createQuery(
            "select s.stepId from LadderStep s"
                + " where s.fileId = :id and s.height = :height and s.codec = :codec",
            UUID.class)
        .setParameter("id", step.getFileId())
        .setParameter("height", step.getHeight())
        .setParameter("codec", step.getCodec())
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /** Records what the other parts of the rendition have to fit to. */
  private void setInitDigest(LadderStep step, String initDigest) {
    entities
        .createQuery(
            "update LadderStep s set s.initDigest = :digest"
                + " where s.fileId = :id and s.height = :height and s.codec = :codec"
                + " and s.initDigest is null")
        .setParameter("digest", initDigest)
        .setParameter("id", step.getFileId())
        .setParameter("height", step.getHeight())
        .setParameter("codec", step.getCodec())
        .executeUpdate();
  }

  /**
   * Removes the parts and the steps of a rendition that can't be completed.
   *
   * @return whether the worker still had the lease of the step
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean giveUp(LadderStep step, String worker, String rendition) {
    VideoFile video = lockVideo(step.getFileId());
    if (video == null || leased(step, worker).isEmpty()) {
      return false;
    }
    remove(video, step, rendition);
    return true;
  }

  private void remove(VideoFile video, LadderStep step, String rendition) {
    Instant now = Instant.now();
    for (MediaObject part : video.removeRendition(rendition)) {
      entities.persist(ObjectDeletion.due(part.getObjectId(), video.getId(), now));
    }
    entities
        .createQuery(
            "delete from LadderStep s"
                + " where s.fileId = :id and s.height = :height and s.codec = :codec")
        .setParameter("id", video.getId())
        .setParameter("height", step.getHeight())
        .setParameter("codec", step.getCodec())
        .executeUpdate();
  }

  private @Nullable VideoFile lockVideo(long fileId) {
    return entities.find(VideoFile.class, fileId, LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * Returns steps of renditions that are made of the default one that a worker may take. Those of
   * H.264 come first, since every player profits from them and AV1 takes several times as long;
   * then those of short videos, and of a video the smallest size: it helps those most who have the
   * slowest lines.
   *
   * @param served ids of accounts whose videos are left out
   * @param most maximum number of steps
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<StepLeases.Waiting<LadderStep>> waiting(Set<Long> served, Instant now, int most) {
    return StepLeases.waiting(
        entities,
        LadderStep.class,
        OF_RENDITION,
        served,
        "case when s.codec = '"
            + LadderStep.H264
            + "' then 0 else 1 end, v.durationSeconds, s.fileId, s.height, s.partNumber",
        now,
        most);
  }

  /**
   * Returns steps of renditions that are made of the source that a worker may take, those of short
   * videos first, and of a video the smallest size.
   *
   * @param served ids of accounts whose videos are left out
   * @param most maximum number of steps
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public List<StepLeases.Waiting<LadderStep>> waitingOfSource(
      Set<Long> served, Instant now, int most) {
    return StepLeases.waiting(
        entities,
        LadderStep.class,
        OF_SOURCE,
        served,
        "v.durationSeconds, s.fileId, s.height",
        now,
        most);
  }

  private Optional<LadderStep> leased(LadderStep step, String worker) {
    return StepLeases.held(entities, step, worker);
  }
}
