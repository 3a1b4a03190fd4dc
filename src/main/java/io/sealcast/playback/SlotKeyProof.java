package io.sealcast.playback;

import io.sealcast.account.KeyAttempts;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.VideoFile;
import io.sealcast.catalog.VideoStatus;
import io.sealcast.catalog.Videos;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import io.sealcast.vault.KeySlot;
import io.sealcast.vault.KeySlots;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Verifies a key by opening one of the video's key slots. The number of failed attempts is limited.
 */
@Dependent
class SlotKeyProof implements KeyProof {
  private final Videos videos;
  private final KeySlots keySlots;
  private final KeyAttempts attempts;

  @Inject
  SlotKeyProof(Videos videos, KeySlots keySlots, KeyAttempts attempts) {
    this.videos = videos;
    this.keySlots = keySlots;
    this.attempts = attempts;
  }

  @Override
  public Proven prove(Viewer viewer, long fileId, char[] encryptionKey) {
    VideoFile video = videos.require(viewer, fileId);
    if (video.getStatus() != VideoStatus.PROCESSED) {
      throw new DomainException(ErrorCode.VIDEO_NOT_READY);
    }
    List<KeySlot> slots = video.keySlots(KeySlot::new);
    return new Proven(
        video,
        attempts.attempt(
            viewer.id(), video.getId(), () -> keySlots.unwrapAny(slots, encryptionKey)));
  }
}
