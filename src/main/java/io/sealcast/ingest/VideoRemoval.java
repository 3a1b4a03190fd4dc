package io.sealcast.ingest;

import io.sealcast.account.Account;
import io.sealcast.catalog.Videos;
import io.sealcast.messaging.VideoEvent;
import io.sealcast.messaging.VideoEventPublisher;
import io.sealcast.vault.ObjectRef;
import io.sealcast.vault.VideoStorage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Deletes a video from the library, then from the storage, and notifies all instances. */
@ApplicationScoped
public class VideoRemoval {
  private static final Logger LOG = System.getLogger(VideoRemoval.class.getName());

  @Inject private Videos videos;
  @Inject private VideoStorage storage;
  @Inject private VideoEventPublisher events;

  /**
   * Deletes a video permanently.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND when it isn't the owner's
   */
  public void remove(Account owner, long fileId) {
    videos.delete(owner, fileId);
    try {
      storage.deleteVideo(fileId);
    } catch (IOException | RuntimeException e) {
      // the remaining files are ciphertext and a key file, which only the encryption key can open
      LOG.log(
          Level.WARNING, "A deleted video's bytes stayed: delete " + ObjectRef.prefix(fileId), e);
    }
    events.publish(new VideoEvent.Deleted(fileId, owner.id()));
  }
}
