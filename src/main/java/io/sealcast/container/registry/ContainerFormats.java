package io.sealcast.container.registry;

import io.sealcast.container.CipherContext;
import io.sealcast.container.CipherContexts;
import io.sealcast.container.CiphertextSource;
import io.sealcast.container.ContainerException;
import io.sealcast.container.ContainerFormat;
import io.sealcast.container.ContainerReader;
import io.sealcast.container.ContainerWriter;
import io.sealcast.container.v1.ContainerV1;
import io.sealcast.range.ChunkGrid;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * The supported versions of the container format. One version is written; each is read, as the
 * header of a container names it. A new version needs a package beside {@code v1} and an entry in
 * this class.
 */
public final class ContainerFormats {
  private final ContainerFormat written;
  private final SortedMap<Integer, ContainerFormat> byVersion = new TreeMap<>();

  ContainerFormats(ContainerFormat written, List<ContainerFormat> known) {
    this.written = written;
    known.forEach(format -> byVersion.put(format.version(), format));
  }

  /** Returns the formats for writing version 1 with chunks of 1 MiB. */
  public static ContainerFormats standard() {
    return writingChunksOf(ChunkGrid.MAX_CHUNK_SIZE);
  }

  /**
   * Returns the formats for writing version 1 with chunks of another size.
   *
   * @param chunkSize plaintext bytes of a chunk: a power of two, 64 KiB to 1 MiB
   */
  public static ContainerFormats writingChunksOf(int chunkSize) {
    ContainerFormat v1 = new ContainerV1(chunkSize);
    return new ContainerFormats(v1, List.of(v1));
  }

  /**
   * Opens a container of any supported version with two small reads, at its beginning and its end.
   *
   * @param dataKey 32 bytes; not retained
   * @param expected id of the object that the container must have
   * @throws ContainerException when it is truncated or modified, or belongs to another object or
   *     key
   */
  public ContainerReader open(
      CiphertextSource source, byte[] dataKey, UUID expected, CipherContext context)
      throws IOException {
    if (source.size() < ContainerFormat.PREFIX) {
      throw new ContainerException.NotAContainer("Too short for a container");
    }
    byte[] prefix = new byte[ContainerFormat.PREFIX];
    source.readFully(0, prefix, 0, prefix.length);
    return format(prefix).reader(source, prefix, dataKey, expected, context);
  }

  private ContainerFormat format(byte[] prefix) throws ContainerException {
    ByteBuffer in = ByteBuffer.wrap(prefix);
    if (in.getLong() != ContainerFormat.MAGIC) {
      throw new ContainerException.NotAContainer("These bytes don't begin as a container does");
    }
    int version = in.getInt();
    ContainerFormat format = byVersion.get(version);
    if (format == null) {
      String known =
          byVersion.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
      throw new ContainerException.UnknownVersion(version, known);
    }
    return format;
  }

  /**
   * Starts a container by writing its header.
   *
   * @param dataKey 32 bytes; not retained
   * @param iv {@link ContainerWriter#IV_LENGTH} bytes from a secure random source, used only for
   *     this object
   * @param contexts for the chunks in flight, until the writer is closed
   * @param executor encrypts chunks. It must run every task, if need be on the caller's thread
   */
  public ContainerWriter create(
      OutputStream out,
      byte[] dataKey,
      UUID objectId,
      byte[] iv,
      CipherContexts contexts,
      Executor executor)
      throws IOException {
    return written.writer(out, dataKey, objectId, iv, contexts, executor);
  }

  /** Starts a container whose chunks are encrypted serially, on the caller's thread. */
  public ContainerWriter create(
      OutputStream out, byte[] dataKey, UUID objectId, byte[] iv, CipherContext context)
      throws IOException {
    return create(out, dataKey, objectId, iv, CipherContexts.only(context), Runnable::run);
  }
}
