package io.sealcast.vault;

import io.sealcast.container.registry.ContainerFormats;
import io.sealcast.storage.BlobStore;

/** Encrypts objects with other chunk sizes than the application, for tests of readers. */
public final class ChunkedEncryption {
  private ChunkedEncryption() {}

  /**
   * Creates an encrypting service.
   *
   * @param chunkSize bytes: a power of two, 64 KiB to 1 MiB
   */
  public static EncryptService into(BlobStore blobs, int chunkSize) {
    return new EncryptService(
        blobs,
        new CipherContextPool(),
        new EncryptionExecutor(),
        ContainerFormats.writingChunksOf(chunkSize));
  }
}
