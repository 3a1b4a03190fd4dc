package io.sealcast.playback;

import io.sealcast.account.Viewer;
import io.sealcast.catalog.Action;
import io.sealcast.catalog.VideoFile;
import io.sealcast.vault.DataKey;

/** Verifies that a viewer has the encryption key of a video. */
interface KeyProof {
  /** A video and its data key. The caller closes it, which wipes the key. */
  record Proven(VideoFile video, DataKey dataKey) implements AutoCloseable {
    @Override
    public void close() {
      dataKey.close();
    }
  }

  /**
   * Verifies an encryption key. Blocks during the key derivation. The caller clears {@code
   * encryptionKey}.
   *
   * @param purpose what the viewer wants to do; only a processed video can be watched
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VIDEO_NOT_READY, INVALID_ENCRYPTION_KEY,
   *     or TOO_MANY_REQUESTS with the time to wait
   */
  Proven prove(Viewer viewer, long fileId, char[] encryptionKey, Action purpose);
}
