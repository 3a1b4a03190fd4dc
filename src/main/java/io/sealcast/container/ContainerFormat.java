package io.sealcast.container;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * A version of the container format. All versions begin with the 8 bytes of {@link #MAGIC} and the
 * version as 4 bytes, big-endian.
 */
public interface ContainerFormat {
  /** The first 8 bytes of a container: "SEALCAST" in ASCII. */
  long MAGIC = 0x5345414C43415354L;

  /**
   * Number of bytes at the beginning of a container that are read to determine its version: the
   * header of version 1. No container is shorter. A version with a longer header reads the rest
   * itself.
   */
  int PREFIX = 48;

  /** Returns the version number in the header. */
  int version();

  /**
   * Opens a container of this version.
   *
   * @param prefix its first {@link #PREFIX} bytes, whose magic and version were checked
   * @param dataKey 32 bytes; not retained
   * @param expected id of the object that the container must have
   * @throws ContainerException when it is truncated or modified, or belongs to another object or
   *     key
   */
  ContainerReader reader(
      CiphertextSource source, byte[] prefix, byte[] dataKey, UUID expected, CipherContext context)
      throws IOException;

  /**
   * Starts a container of this version by writing its header.
   *
   * @param dataKey 32 bytes; not retained
   * @param iv {@link ContainerWriter#IV_LENGTH} bytes from a secure random source, used only for
   *     this object
   * @param contexts for the chunks in flight, until the writer is closed
   * @param executor encrypts chunks. It must run every task, if need be on the caller's thread
   */
  ContainerWriter writer(
      OutputStream out,
      byte[] dataKey,
      UUID objectId,
      byte[] iv,
      CipherContexts contexts,
      Executor executor)
      throws IOException;
}
