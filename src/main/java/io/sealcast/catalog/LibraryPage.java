package io.sealcast.catalog;

import io.sealcast.account.Viewer;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads one page of the library, newest video first. A page is chosen by its number, or by the
 * position at which the previous page ended.
 */
final class LibraryPage {
  private final EntityManager entities;
  private final CriteriaBuilder builder;
  private final Viewer viewer;
  private final LibraryQuery query;

  LibraryPage(EntityManager entities, Viewer viewer, LibraryQuery query) {
    this.entities = entities;
    this.viewer = viewer;
    this.query = query;
    builder = entities.getCriteriaBuilder();
  }

  Videos.Page load() {
    // one row more than requested tells whether there is a next page
    List<VideoFile> found = items().setMaxResults(query.pageSize() + 1).getResultList();
    boolean more = found.size() > query.pageSize();
    List<VideoFile> page = List.copyOf(more ? found.subList(0, query.pageSize()) : found);
    page.forEach(v -> v.getObjects().size());
    LibraryPosition next = more ? LibraryPosition.behind(page.get(page.size() - 1)) : null;
    return new Videos.Page(page, more || !isFirst() ? total() : page.size(), next);
  }

  /**
   * Whether this is the first page. A first page that has all videos, as usual after a search,
   * yields the total without a query.
   */
  private boolean isFirst() {
    return query.after() == null && query.page() == 1;
  }

  private TypedQuery<VideoFile> items() {
    CriteriaQuery<VideoFile> items = builder.createQuery(VideoFile.class);
    Root<VideoFile> video = items.from(VideoFile.class);
    List<Predicate> all = filter(video);
    if (query.after() != null) {
      all.addAll(behind(video, query.after()));
    }
    items
        .where(all.toArray(Predicate[]::new))
        .orderBy(
            builder.desc(video.get(VideoFile_.createdAt)), builder.desc(video.get(VideoFile_.id)));
    int first = query.after() == null ? Math.multiplyExact(query.page() - 1, query.pageSize()) : 0;
    return entities
        .createQuery(items)
        .setFirstResult(first)
        // one additional query loads the renditions of all videos
        .setHint("eclipselink.batch.type", "IN")
        .setHint("eclipselink.batch", "v.objects");
  }

  private long total() {
    CriteriaQuery<Long> count = builder.createQuery(Long.class);
    Root<VideoFile> counted = count.from(VideoFile.class);
    count.select(builder.count(counted)).where(filter(counted).toArray(Predicate[]::new));
    return entities.createQuery(count).getSingleResult();
  }

  private List<Predicate> filter(Root<VideoFile> video) {
    List<Predicate> all = new ArrayList<>();
    all.add(AccessPolicy.mayWatch(viewer, builder, video));
    if (query.status() != null) {
      all.add(hasStatus(video, query.status()));
    }
    if (!query.text().isEmpty()) {
      String pattern = SearchKey.pattern(query.text());
      all.add(builder.like(video.get(VideoFile_.searchKey), pattern, SearchKey.escape()));
    }
    return all;
  }

  /** Returns the condition for a status as callers know it; see {@link VideoJson}. */
  private Predicate hasStatus(Root<VideoFile> video, VideoStatus status) {
    Predicate same = builder.equal(video.get(VideoFile_.status), status);
    Predicate anew = builder.isTrue(video.get(VideoFile_.reprocessing));
    return status == VideoStatus.PROCESSED
        ? builder.or(same, anew)
        : builder.and(same, builder.not(anew));
  }

  /**
   * Returns the condition for videos after {@code last}. Its form lets PostgreSQL start in the
   * index on owner, time and id at that position.
   */
  private List<Predicate> behind(Root<VideoFile> video, LibraryPosition last) {
    return List.of(
        builder.lessThanOrEqualTo(video.get(VideoFile_.createdAt), last.createdAt()),
        builder.or(
            builder.lessThan(video.get(VideoFile_.createdAt), last.createdAt()),
            builder.lessThan(video.get(VideoFile_.id), last.id())));
  }
}
