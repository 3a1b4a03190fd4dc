package io.sealcast.catalog;

import io.sealcast.account.Account;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;

/** Who may see and change a video: its owner. The one place that says so. */
public final class AccessPolicy {
  private AccessPolicy() {}

  /** Whether the video exists, as far as this account is concerned. */
  public static boolean maySee(Account viewer, VideoFile video) {
    return mayChange(viewer, video);
  }

  /** Whether the account may rename, share and delete the video. */
  public static boolean mayChange(Account account, VideoFile video) {
    return account.id() == video.getOwnerId();
  }

  /** {@link #maySee} for a query. */
  static Predicate visibleTo(Account viewer, CriteriaBuilder builder, Root<VideoFile> video) {
    return builder.equal(video.get(VideoFile_.ownerId), viewer.id());
  }
}
