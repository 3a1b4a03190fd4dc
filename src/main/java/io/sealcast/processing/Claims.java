package io.sealcast.processing;

import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.SegmentIndex;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.FragmentIndex;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.KeyFiles;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who works on which video, in the database: a lease that a dead worker lets run out. */
@ApplicationScoped
class Claims {
  /** How long a worker is believed without a sign of life. */
  static final Duration LEASE = Duration.ofSeconds(30);

  static final int MAX_ATTEMPTS = 3;
  private static final int REAPED_AT_ONCE = 50;

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  private final KeyFiles keyFiles;

  Claims() {
    this(null);
  }

  @Inject
  Claims(KeyFiles keyFiles) {
    this.keyFiles = keyFiles;
  }

  /** A video that waits for a worker. */
  record Waiting(long fileId, Instant createdAt) {}

  /**
   * A video's objects.
   *
   * @param gone whether the video was deleted
   * @param ended whether nobody works on it, nor will
   */
  record Register(boolean gone, boolean ended, Set<UUID> objects) {}

  /** Takes a video, if it is there, unfinished and free; fails it when it was tried too often. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<ClaimedVideo> claim(long fileId, String worker) {
    VideoFile video = locked(fileId);
    boolean spent = video != null && video.getAttempts() >= MAX_ATTEMPTS;
    if (video == null || !video.claim(worker, Instant.now().plus(LEASE))) {
      return Optional.empty();
    }
    Optional<MediaObject> source =
        video.getObjects().stream().filter(o -> o.getKind() == MediaObject.Kind.SOURCE).findFirst();
    if (spent || source.isEmpty()) {
      video.markFailed(
          ErrorCode.PROCESSING_FAILED,
          "Preparing the video was tried " + MAX_ATTEMPTS + " times and broke off each time.");
      return Optional.empty();
    }
    ObjectRef ref = new ObjectRef(fileId, source.get().getObjectId());
    return Optional.of(new ClaimedVideo(fileId, worker, ref));
  }

  /**
   * A sign of life. Leaves the row's version alone, so that an owner who renames the video
   * meanwhile isn't refused.
   *
   * @return whether the video is still there and this worker's
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean prolong(ClaimedVideo claimed, int percent) {
    return entities
            .createQuery(
                "update VideoFile v set v.progress = :percent, v.leaseUntil = :until"
                    + " where v.id = :id and v.worker = :worker and v.status = :status")
            .setParameter("percent", Math.max(0, Math.min(99, percent)))
            .setParameter("until", Instant.now().plus(LEASE))
            .setParameter("id", claimed.fileId())
            .setParameter("worker", claimed.worker())
            .setParameter("status", VideoStatus.PROCESSING)
            .executeUpdate()
        == 1;
  }

  /**
   * Registers what a job made, all at once, and rewrites the key file so that it names it too.
   *
   * @return whether the video was still there and this worker's
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean complete(ClaimedVideo claimed, Outputs outputs) {
    VideoFile video = locked(claimed.fileId());
    if (video == null || !video.isClaimedBy(claimed.worker())) {
      return false;
    }
    video.addObject(rendition(outputs));
    outputs.poster().ifPresent(poster -> video.addObject(poster(poster)));
    video.markProcessed(
        claimed.worker(),
        outputs.rendition().index().duration(),
        outputs.rendition().width(),
        outputs.rendition().height());
    writeKeyFile(video);
    return true;
  }

  private static MediaObject rendition(Outputs outputs) {
    StoredObject stored = outputs.video();
    FragmentIndex index = outputs.rendition().index();
    List<SegmentIndex.Segment> segments =
        index.fragments().stream()
            .map(f -> new SegmentIndex.Segment(f.start(), f.duration(), f.offset(), f.size()))
            .toList();
    return new MediaObject(
            stored.ref().objectId(),
            outputs.rendition().name(),
            MediaObject.Kind.RENDITION,
            "video/mp4",
            stored.size(),
            stored.iv())
        .withMedia(
            outputs.rendition().width(),
            outputs.rendition().height(),
            outputs.rendition().bitrate(),
            index.codecs(),
            new SegmentIndex(index.initSize(), segments))
        .asDefault();
  }

  private static MediaObject poster(StoredObject stored) {
    return new MediaObject(
        stored.ref().objectId(),
        JobRunner.POSTER,
        MediaObject.Kind.POSTER,
        "image/jpeg",
        stored.size(),
        stored.iv());
  }

  private void writeKeyFile(VideoFile video) {
    List<KeySlot> slots =
        video.getKeySlots().stream()
            .map(s -> new KeySlot(s.getKind(), s.getSalt(), s.getIterations(), s.getWrapped()))
            .toList();
    Map<String, StoredObject> objects = new LinkedHashMap<>();
    for (MediaObject o : video.getObjects()) {
      ObjectRef ref = new ObjectRef(video.getId(), o.getObjectId());
      objects.put(o.getName(), new StoredObject(ref, o.getIv(), o.getSize()));
    }
    try {
      keyFiles.write(video.getId(), slots, objects);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends a job badly; the source stays.
   *
   * @return whether the video was still there and this worker's
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean fail(ClaimedVideo claimed, ErrorCode code, String message) {
    VideoFile video = locked(claimed.fileId());
    if (video == null || !video.isClaimedBy(claimed.worker())) {
      return false;
    }
    video.markFailed(code, message);
    return true;
  }

  /** Fails a video whose job nobody knows any more, unless somebody took it meanwhile. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean failLost(long fileId, String worker) {
    VideoFile video = locked(fileId);
    if (video == null || !video.claim(worker, Instant.now().plus(LEASE))) {
      return false;
    }
    video.markFailed(ErrorCode.PROCESSING_LOST, ErrorCode.PROCESSING_LOST.defaultMessage());
    return true;
  }

  /** Lets go of a video after a failed attempt, so that the next begins at once. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void abandon(ClaimedVideo claimed) {
    VideoFile video = locked(claimed.fileId());
    if (video != null && video.isClaimedBy(claimed.worker())) {
      video.abandon(claimed.worker());
    }
  }

  /** Lets go of a video because the server stops. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void handBack(ClaimedVideo claimed) {
    VideoFile video = locked(claimed.fileId());
    if (video != null && video.isClaimedBy(claimed.worker())) {
      video.handBack(claimed.worker());
    }
  }

  /** The unfinished videos that nobody works on and whose job has been sent, oldest first. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<Waiting> waiting() {
    return entities
        .createQuery(
            "select v from VideoFile v where v.status in :unfinished"
                + " and (v.leaseUntil is null or v.leaseUntil < :now)"
                + " and not exists (select j from UnsentJob j where j.fileId = v.id)"
                + " order by v.createdAt",
            VideoFile.class)
        .setParameter("unfinished", List.of(VideoStatus.UPLOADED, VideoStatus.PROCESSING))
        .setParameter("now", Instant.now())
        .setMaxResults(REAPED_AT_ONCE)
        .getResultList()
        .stream()
        .map(v -> new Waiting(v.getId(), v.getCreatedAt()))
        .toList();
  }

  /** What is known of a video now. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Register register(long fileId) {
    VideoFile video = entities.find(VideoFile.class, fileId);
    if (video == null) {
      return new Register(true, true, Set.of());
    }
    boolean ended =
        video.getStatus() == VideoStatus.PROCESSED || video.getStatus() == VideoStatus.FAILED;
    Set<UUID> objects = new HashSet<>();
    video.getObjects().forEach(o -> objects.add(o.getObjectId()));
    return new Register(false, ended, objects);
  }

  private VideoFile locked(long fileId) {
    return entities.find(VideoFile.class, fileId, LockModeType.PESSIMISTIC_WRITE);
  }
}
