package io.sealcast.playback;

import io.sealcast.account.KeyAttempts;
import io.sealcast.account.Viewer;
import io.sealcast.catalog.AccessPolicy;
import io.sealcast.catalog.Action;
import io.sealcast.catalog.VideoFile;
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
  public Proven prove(Viewer viewer, long fileId, char[] encryptionKey, Action purpose) {
    // the attempt begins before the video is looked up, so that a flood of keys costs no queries
    return attempts.attempt(
        viewer.id(), fileId, () -> unwrap(video(viewer, fileId, purpose), encryptionKey));
  }

  private VideoFile video(Viewer viewer, long fileId, Action purpose) {
    VideoFile video = videos.require(viewer, fileId);
    AccessPolicy.require(viewer, video, purpose);
    if (purpose == Action.WATCH && !video.isPlayable()) {
      throw new DomainException(ErrorCode.VIDEO_NOT_READY);
    }
    return video;
  }

  private Proven unwrap(VideoFile video, char[] encryptionKey) {
    List<KeySlot> slots = video.keySlots(KeySlot::new);
    return new Proven(video, keySlots.unwrapAny(slots, encryptionKey));
  }
}
