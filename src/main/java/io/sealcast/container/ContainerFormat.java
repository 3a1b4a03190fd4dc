package io.sealcast.container;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;

/**
 * One version of the container. All versions begin alike: eight bytes {@link #MAGIC}, then the
 * version as four bytes, big-endian; what follows is the version's own.
 */
public interface ContainerFormat {
  /** "SEALCAST" in ASCII: the first eight bytes of a container. */
  long MAGIC = 0x5345414C43415354L;

  /**
   * Bytes from the start of a container that are read at once, to find its format, and handed to
   * it: a whole header of version 1. A format whose header is longer reads the rest itself; no
   * container is shorter than this.
   */
  int PREFIX = 48;

  /** What stands in the header. */
  int version();

  /**
   * Opens a container of this version.
   *
   * @param prefix its first {@link #PREFIX} bytes; magic and version are checked
   * @param dataKey 32 bytes; not kept
   * @param expected the object that the container must be
   * @throws ContainerException when it isn't a whole container of this object under this key
   */
  ContainerReader reader(
      CiphertextSource source, byte[] prefix, byte[] dataKey, UUID expected, CipherContext context)
      throws IOException;

  /**
   * Begins a container of this version, and writes its header.
   *
   * @param dataKey 32 bytes; not kept
   * @param iv {@link ContainerWriter#IV_LENGTH} bytes from a secure random source, used for this
   *     object only
   */
  ContainerWriter writer(
      OutputStream out, byte[] dataKey, UUID objectId, byte[] iv, CipherContext context)
      throws IOException;
}
