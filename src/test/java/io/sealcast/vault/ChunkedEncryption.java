package io.sealcast.vault;

import io.sealcast.container.registry.ContainerFormats;
import io.sealcast.storage.BlobStore;

/** Objects with chunks of other sizes than the application writes, for tests of those who read. */
public final class ChunkedEncryption {
  private ChunkedEncryption() {}

  /**
   * Encrypts into a storage.
   *
   * @param chunkSize bytes: a power of two, 64 KiB to 1 MiB
   */
  public static EncryptService into(BlobStore blobs, int chunkSize) {
    return new EncryptService(
        blobs, new CipherContextPool(), ContainerFormats.writingChunksOf(chunkSize));
  }
}
