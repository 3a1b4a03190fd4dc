package io.sealcast.processing;

import io.sealcast.catalog.LadderSteps;
import io.sealcast.catalog.MediaObject;
import io.sealcast.catalog.ObjectDeletion;
import io.sealcast.catalog.ObjectDeletions;
import io.sealcast.catalog.PieceSteps;
import io.sealcast.catalog.Presentation;
import io.sealcast.catalog.SoundSteps;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.media.Ladder;
import io.sealcast.media.SegmentStarts;
import io.sealcast.media.SourceClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class JpaVideoRepository implements VideoRepository {
  private static final List<VideoStatus> UNFINISHED =
      List.of(VideoStatus.UPLOADED, VideoStatus.PROCESSING);

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Inject private LadderSteps ladder;
  @Inject private SoundSteps sounds;
  @Inject private PieceSteps pieces;
  @Inject private ObjectDeletions deletions;

  @Inject
  @ConfigProperty(name = "sealcast.stream.ttl")
  private Duration streamTtl;

  @Override
  public @Nullable VideoFile lock(long fileId) {
    return entities.find(VideoFile.class, fileId, LockModeType.PESSIMISTIC_WRITE);
  }

  @Override
  public @Nullable VideoFile find(long fileId) {
    return entities.find(VideoFile.class, fileId);
  }

  @Override
  public Optional<MediaObject> part(long fileId, String rendition, int number) {
    return entities
        .createQuery(
            "select o from MediaObject o where o.video.id = :id and o.partOf = :rendition"
                + " and o.partNumber = :number",
            MediaObject.class)
        .setParameter("id", fileId)
        .setParameter("rendition", rendition)
        .setParameter("number", number)
        .getResultStream()
        .findFirst();
  }

  @Override
  public Optional<MediaObject> firstPart(long fileId) {
    return entities
        .createQuery(
            "select o from MediaObject o where o.video.id = :id and o.partNumber = 0"
                + " and o.superseded = false",
            MediaObject.class)
        .setParameter("id", fileId)
        .getResultStream()
        .findFirst();
  }

  @Override
  public void deleteLater(long fileId, List<UUID> objects, Instant now) {
    objects.forEach(id -> entities.persist(ObjectDeletion.due(id, fileId, now)));
  }

  @Override
  public void deleteAfterStreams(long fileId, List<UUID> objects, Instant now) {
    Instant ended = now.plus(streamTtl);
    objects.forEach(id -> entities.persist(new ObjectDeletion(id, fileId, ended)));
    // JPA inserts before it deletes
    entities.flush();
  }

  @Override
  public Set<UUID> expected(long fileId) {
    return deletions.of(fileId);
  }

  @Override
  public void addLadder(
      long fileId, List<Ladder.Rung> rungs, List<SegmentStarts.Run> parts, Instant now) {
    ladder.add(
        fileId,
        rungs.stream().map(JpaVideoRepository::toStep).toList(),
        parts.stream().map(p -> new LadderSteps.Segments(p.first(), p.count())).toList(),
        now);
  }

  private static LadderSteps.Rung toStep(Ladder.Rung rung) {
    return new LadderSteps.Rung(
        new Presentation.Resolution(rung.size().width(), rung.size().height()),
        rung.codec().text(),
        rung.ofSource());
  }

  @Override
  public void addSounds(
      long fileId, List<SoundSteps.Sound> tracks, SourceClock clock, Instant now) {
    sounds.add(fileId, tracks, clock.origin(), clock.joined(), now);
  }

  @Override
  public void removePieces(long fileId, Instant now) {
    pieces.end(fileId, now);
  }

  /** Updates the row without changing its version, so that a concurrent renaming doesn't fail. */
  @Override
  public boolean prolong(LeasedVideo leased, int percent, Instant until) {
    return entities
            .createQuery(
                "update VideoFile v set v.progress = :percent, v.lease.leaseUntil = :until"
                    + " where v.id = :id and v.lease.worker = :worker and v.status = :status")
            .setParameter("percent", percent)
            .setParameter("until", until)
            .setParameter("id", leased.fileId())
            .setParameter("worker", leased.worker())
            .setParameter("status", VideoStatus.PROCESSING)
            .executeUpdate()
        == 1;
  }

  @Override
  public Set<Long> unfinished(Set<Long> fileIds) {
    if (fileIds.isEmpty()) {
      return Set.of();
    }
    return Set.copyOf(
        entities
            .createQuery(
                "select v.id from VideoFile v where v.id in :ids and v.status in :unfinished",
                Long.class)
            .setParameter("ids", fileIds)
            .setParameter("unfinished", UNFINISHED)
            .getResultList());
  }

  @Override
  public List<VideoFile> waiting(Instant now, int most) {
    return entities
        .createQuery(
            "select v, (select max(w.takenAt) from VideoFile w where w.ownerId = v.ownerId) as served"
                + " from VideoFile v where v.status in :unfinished"
                + " and (v.lease.leaseUntil is null or v.lease.leaseUntil < :now)"
                + " and (v.lease.notBefore is null or v.lease.notBefore <= :now)"
                + " and not exists (select j from UnsentJob j where j.fileId = v.id)"
                + " order by served nulls first, v.createdAt",
            Object[].class)
        .setParameter("unfinished", UNFINISHED)
        .setParameter("now", now)
        .setMaxResults(most)
        .getResultStream()
        .map(row -> (VideoFile) row[0])
        .toList();
  }
}
