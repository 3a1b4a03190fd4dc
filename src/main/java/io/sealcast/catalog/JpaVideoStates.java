package io.sealcast.catalog;

import io.sealcast.account.Viewer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Root;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

@ApplicationScoped
class JpaVideoStates implements VideoStates {
  @PersistenceContext(unitName = "sealcast")
  private EntityManager entities;

  @Override
  @Transactional
  public List<VideoFile> find(Viewer viewer, Collection<Long> fileIds) {
    if (fileIds.isEmpty()) {
      return List.of();
    }
    CriteriaBuilder builder = entities.getCriteriaBuilder();
    CriteriaQuery<VideoFile> query = builder.createQuery(VideoFile.class);
    Root<VideoFile> video = query.from(VideoFile.class);
    query.where(
        AccessPolicy.mayWatch(viewer, builder, video), video.get(VideoFile_.id).in(fileIds));
    List<VideoFile> found =
        entities
            .createQuery(query)
            // one additional query loads the renditions of all videos
            .setHint("eclipselink.batch.type", "IN")
            .setHint("eclipselink.batch", "v.objects")
            .getResultList();
    found.forEach(v -> v.getObjects().size());
    return List.copyOf(found);
  }

  @Override
  @Transactional
  public Optional<VideoFile> find(long fileId) {
    VideoFile found = entities.find(VideoFile.class, fileId);
    if (found != null) {
      found.getObjects().size();
    }
    return Optional.ofNullable(found);
  }

  @Override
  @Transactional
  public List<VideoState> newest(Viewer viewer, int most) {
    CriteriaBuilder builder = entities.getCriteriaBuilder();
    CriteriaQuery<VideoFile> query = builder.createQuery(VideoFile.class);
    Root<VideoFile> video = query.from(VideoFile.class);
    query
        .where(AccessPolicy.mayWatch(viewer, builder, video))
        .orderBy(
            builder.desc(video.get(VideoFile_.createdAt)), builder.desc(video.get(VideoFile_.id)));
    return entities
        .createQuery(query)
        .setMaxResults(most)
        .getResultStream()
        .map(VideoFile::state)
        .toList();
  }

  @Override
  @Transactional
  public OptionalLong ownerOf(long fileId) {
    return entities
        .createQuery("select v.ownerId from VideoFile v where v.id = :id", Long.class)
        .setParameter("id", fileId)
        .getResultStream()
        .mapToLong(Long::longValue)
        .findFirst();
  }
}
