package io.sealcast.container.v1;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CipherContexts;
import io.sealcast.container.CiphertextSource;
import io.sealcast.container.ContainerFormat;
import io.sealcast.container.ContainerReader;
import io.sealcast.container.ContainerWriter;
import io.sealcast.range.ChunkGrid;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Version 1 of the container format: AES-256-CBC and HMAC-SHA-256 (encrypt-then-MAC) for each
 * chunk.
 *
 * @param chunkSize plaintext bytes of the chunks that are written, a power of two from 64 KiB to 1
 *     MiB; containers of all these sizes are read
 */
public record ContainerV1(int chunkSize) implements ContainerFormat {
  static final int VERSION = 1;

  /**
   * Creates the format.
   *
   * @throws IllegalArgumentException for an invalid chunk size
   */
  public ContainerV1 {
    if (!ChunkGrid.isChunkSize(chunkSize)) {
      throw new IllegalArgumentException("chunk size " + chunkSize);
    }
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public ContainerReader reader(
      CiphertextSource source, byte[] prefix, byte[] dataKey, UUID expected, CipherContext context)
      throws IOException {
    return new V1Reader(source, Header.parse(prefix, expected), dataKey, context);
  }

  @Override
  public ContainerWriter writer(
      OutputStream out,
      byte[] dataKey,
      UUID objectId,
      byte[] iv,
      CipherContexts contexts,
      Executor executor)
      throws IOException {
    if (iv.length != ContainerWriter.IV_LENGTH) {
      throw new IllegalArgumentException("an IV has 16 bytes");
    }
    return new V1Writer(
        out, new Header(chunkSize, objectId, iv.clone()), dataKey, contexts, executor);
  }
}
