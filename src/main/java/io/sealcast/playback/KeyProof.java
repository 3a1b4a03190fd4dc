package io.sealcast.playback;

import io.sealcast.account.Viewer;
import io.sealcast.catalog.VideoFile;
import io.sealcast.vault.DataKey;

/** Lets those to a video who hold its encryption key. */
interface KeyProof {
  /** The video, and its data key, which whoever gets it closes. */
  record Proven(VideoFile video, DataKey dataKey) implements AutoCloseable {
    @Override
    public void close() {
      dataKey.close();
    }
  }

  /**
   * Proves a key. Blocks for the key derivation. The caller clears {@code encryptionKey}.
   *
   * @throws io.sealcast.problem.DomainException NOT_FOUND, VIDEO_NOT_READY, INVALID_ENCRYPTION_KEY,
   *     TOO_MANY_REQUESTS with the time to wait
   */
  Proven prove(Viewer viewer, long fileId, char[] encryptionKey);
}
