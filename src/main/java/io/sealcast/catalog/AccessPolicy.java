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
 * Decides whether a viewer may perform an action on a video: only its owner may, and may perform
 * all actions. No other class decides this.
 */
public final class AccessPolicy {
  private AccessPolicy() {}

  /** Whether the viewer may perform the action. */
  public static boolean allows(Viewer viewer, VideoFile video, Action action) {
    return allowed(viewer, video).contains(action);
  }

  private static Set<Action> allowed(Viewer viewer, VideoFile video) {
    return viewer instanceof Account account && account.id() == video.getOwnerId()
        ? EnumSet.allOf(Action.class)
        : EnumSet.noneOf(Action.class);
  }

  /**
   * Checks that the viewer may perform the action.
   *
   * @throws DomainException NOT_FOUND when the viewer may not
   */
  public static void require(Viewer viewer, VideoFile video, Action action) {
    if (!allows(viewer, video, action)) {
      throw new DomainException(ErrorCode.NOT_FOUND);
    }
  }

  /** Returns the condition of a query for the videos that the viewer may {@link Action#WATCH}. */
  static Predicate mayWatch(Viewer viewer, CriteriaBuilder builder, Root<VideoFile> video) {
    return viewer instanceof Account account
        ? builder.equal(video.get(VideoFile_.ownerId), account.id())
        : builder.disjunction();
  }
}
