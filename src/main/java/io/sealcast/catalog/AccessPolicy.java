package io.sealcast.catalog;

import io.sealcast.account.Account;
import io.sealcast.account.Viewer;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.EnumSet;
import java.util.Set;

/**
 * Decides for a viewer, a video and an action: its owner may do everything, nobody else anything.
 * The one place that says so.
 */
public final class AccessPolicy {
  private AccessPolicy() {}

  /** Whether the viewer may do this with the video. */
  public static boolean allows(Viewer viewer, VideoFile video, Action action) {
    return allowed(viewer, video).contains(action);
  }

  private static Set<Action> allowed(Viewer viewer, VideoFile video) {
    return viewer instanceof Account account && account.id() == video.getOwnerId()
        ? EnumSet.allOf(Action.class)
        : EnumSet.noneOf(Action.class);
  }

  /**
   * Lets the viewer do this with the video.
   *
   * @throws DomainException NOT_FOUND when they may not
   */
  public static void require(Viewer viewer, VideoFile video, Action action) {
    if (!allows(viewer, video, action)) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
  }

  /** Whether the viewer may {@link Action#WATCH} a video, for a query. */
  static Predicate mayWatch(Viewer viewer, CriteriaBuilder builder, Root<VideoFile> video) {
    return viewer instanceof Account account
        ? builder.equal(video.get(VideoFile_.ownerId), account.id())
        : builder.disjunction();
  }
}
