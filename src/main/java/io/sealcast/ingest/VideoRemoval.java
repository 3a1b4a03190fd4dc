package io.sealcast.ingest;

import io.sealcast.account.Account;
import io.sealcast.catalog.Deletion;
import io.sealcast.catalog.Videos;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Deletes a video: records the deletion together with the removal from the library, notifies all
 * instances and carries the deletion out. What fails is repeated by {@link DeletionSweeper}.
 */
@ApplicationScoped
public class VideoRemoval {
  @Inject private Videos videos;
  @Inject private DeletionSweeper sweeper;

  /**
   * Deletes a video permanently.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND when it isn't the owner's
   */
  public void remove(Account owner, long fileId) {
    Deletion deletion = videos.delete(owner, fileId);
    sweeper.publish(deletion);
    sweeper.carryOut(deletion);
  }
}
