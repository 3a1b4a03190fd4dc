package io.sealcast.container.v1;

import io.sealcast.container.ContainerException;
import io.sealcast.container.ContainerFormat;
import io.sealcast.container.ContainerWriter;
import io.sealcast.range.ChunkGrid;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * The header of a container. All tags authenticate its 48 bytes.
 *
 * @param chunkSize plaintext bytes of every chunk but the last
 * @param objectId id of the object
 * @param iv 16 random bytes from which the IVs of the chunks are derived
 */
record Header(int chunkSize, UUID objectId, byte[] iv) {
  static final int LENGTH = ContainerFormat.PREFIX;
  static final int IV_LENGTH = ContainerWriter.IV_LENGTH;

  private static final int AFTER_VERSION = Long.BYTES + Integer.BYTES;

  byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .putLong(ContainerFormat.MAGIC)
        .putInt(ContainerV1.VERSION)
        .putInt(chunkSize)
        .putLong(objectId.getMostSignificantBits())
        .putLong(objectId.getLeastSignificantBits())
        .put(iv)
        .array();
  }

  /**
   * Parses a header whose magic and version were checked. The other fields aren't authentic until a
   * tag was verified; only the chunk size is checked to be valid.
   */
  static Header parse(byte[] bytes, UUID expected) throws ContainerException {
    ByteBuffer in = ByteBuffer.wrap(bytes).position(AFTER_VERSION);
    int chunkSize = in.getInt();
    if (!ChunkGrid.isChunkSize(chunkSize)) {
      throw new ContainerException.NotAContainer(
          "Version 1 has no chunks of " + Integer.toUnsignedString(chunkSize) + " bytes");
    }
    UUID found = new UUID(in.getLong(), in.getLong());
    if (!found.equals(expected)) {
      throw new ContainerException.WrongObject(expected, found);
    }
    byte[] iv = new byte[IV_LENGTH];
    in.get(iv);
    return new Header(chunkSize, found, iv);
  }
}
