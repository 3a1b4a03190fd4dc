package io.sealcast.catalog;

import io.sealcast.account.Account;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The library in PostgreSQL. */
@ApplicationScoped
class JpaVideos implements Videos {
  private static final char ESCAPE = '!';

  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Override
  @Transactional
  public long nextId() {
    Object id = entities.createNativeQuery("select nextval('video_file_id')").getSingleResult();
    return ((Number) id).longValue();
  }

  @Override
  @Transactional
  public void add(VideoFile video, UnsentJob job) {
    entities.persist(video);
    // the row that the job's refers to comes first
    entities.flush();
    entities.persist(job);
  }

  @Override
  @Transactional
  public VideoFile requeue(Account owner, long fileId, UnsentJob job) {
    VideoFile video = findToChange(owner, fileId);
    // of two at once the second waits here, and sees what the first has done
    entities.refresh(video, LockModeType.PESSIMISTIC_WRITE);
    video.requeue();
    // an earlier job that the broker never got: the new one says the same
    entities
        .createQuery("delete from UnsentJob j where j.fileId = :id")
        .setParameter("id", fileId)
        .executeUpdate();
    entities.persist(job);
    return loaded(video);
  }

  @Override
  @Transactional
  public VideoFile require(Account viewer, long fileId) {
    return loaded(find(viewer, fileId));
  }

  @Override
  @Transactional
  public VideoFile rename(Account owner, long fileId, String title) {
    String checked = Title.check(title);
    VideoFile video = findToChange(owner, fileId);
    // waits for a processor that is just reporting progress, and goes on from what it wrote
    entities.refresh(video, LockModeType.PESSIMISTIC_WRITE);
    video.rename(checked);
    return loaded(video);
  }

  @Override
  @Transactional
  public void delete(Account owner, long fileId) {
    // by statement, not by entity: a processor's progress in between must not make this fail; the
    // schema takes what belongs to the video along
    entities
        .createQuery("delete from VideoFile v where v.id = :id")
        .setParameter("id", findToChange(owner, fileId).getId())
        .executeUpdate();
  }

  private VideoFile find(Account viewer, long fileId) {
    VideoFile video = entities.find(VideoFile.class, fileId);
    if (video == null || !AccessPolicy.maySee(viewer, video)) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    return video;
  }

  private VideoFile findToChange(Account owner, long fileId) {
    VideoFile video = find(owner, fileId);
    if (!AccessPolicy.mayChange(owner, video)) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
    return video;
  }

  /** Fetches what the caller will look at once the transaction is over. */
  private static VideoFile loaded(VideoFile video) {
    video.getObjects().size();
    video.getKeySlots().size();
    return video;
  }

  @Override
  @Transactional
  public Page list(Account viewer, String query, VideoStatus status, int page, int pageSize) {
    CriteriaBuilder builder = entities.getCriteriaBuilder();
    CriteriaQuery<VideoFile> items = builder.createQuery(VideoFile.class);
    Root<VideoFile> video = items.from(VideoFile.class);
    items
        .where(filter(builder, video, viewer, query, status))
        .orderBy(
            builder.desc(video.get(VideoFile_.createdAt)), builder.desc(video.get(VideoFile_.id)));
    TypedQuery<VideoFile> pageQuery =
        entities
            .createQuery(items)
            .setFirstResult(Math.multiplyExact(page - 1, pageSize))
            .setMaxResults(pageSize)
            // the renditions of all in one more query, not in one each
            .setHint("eclipselink.batch.type", "IN")
            .setHint("eclipselink.batch", "v.objects");
    List<VideoFile> found = pageQuery.getResultList();
    found.forEach(v -> v.getObjects().size());

    CriteriaQuery<Long> count = builder.createQuery(Long.class);
    Root<VideoFile> counted = count.from(VideoFile.class);
    count.select(builder.count(counted)).where(filter(builder, counted, viewer, query, status));
    return new Page(List.copyOf(found), entities.createQuery(count).getSingleResult());
  }

  private static Predicate[] filter(
      CriteriaBuilder builder,
      Root<VideoFile> video,
      Account viewer,
      String query,
      VideoStatus status) {
    List<Predicate> all = new ArrayList<>();
    all.add(AccessPolicy.visibleTo(viewer, builder, video));
    if (status != null) {
      all.add(builder.equal(video.get(VideoFile_.status), status));
    }
    if (query != null && !query.isBlank()) {
      String pattern = containing(query.strip().toLowerCase(Locale.ROOT));
      all.add(
          builder.or(
              builder.like(builder.lower(video.get(VideoFile_.title)), pattern, ESCAPE),
              builder.like(builder.lower(video.get(VideoFile_.filename)), pattern, ESCAPE)));
    }
    return all.toArray(Predicate[]::new);
  }

  /** A pattern for LIKE that takes the text's own per cents and underscores for what they are. */
  static String containing(String text) {
    StringBuilder pattern = new StringBuilder("%");
    for (char c : text.toCharArray()) {
      if (c == '%' || c == '_' || c == ESCAPE) {
        pattern.append(ESCAPE);
      }
      pattern.append(c);
    }
    return pattern.append('%').toString();
  }

  @Override
  @Transactional
  public Set<Long> withoutRow(Collection<Long> fileIds) {
    Set<Long> missing = new HashSet<>(fileIds);
    if (!missing.isEmpty()) {
      missing.removeAll(
          entities
              .createQuery("select v.id from VideoFile v where v.id in :ids", Long.class)
              .setParameter("ids", fileIds)
              .getResultList());
    }
    return missing;
  }
}
