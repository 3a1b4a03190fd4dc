package io.sealcast.container;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What a container begins with. All 48 bytes go into every tag.
 *
 * @param chunkSize bytes of plaintext in every chunk but the last
 * @param objectId the object that this container is
 * @param iv 16 random bytes, of which each chunk's IV is derived
 */
record Header(int chunkSize, UUID objectId, byte[] iv) {
  static final int LENGTH = 48;
  static final int IV_LENGTH = 16;
  static final int VERSION = 1;

  /** "SEALCAST" in ASCII. */
  private static final long MAGIC = 0x5345414C43415354L;

  byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .putLong(MAGIC)
        .putInt(VERSION)
        .putInt(chunkSize)
        .putLong(objectId.getMostSignificantBits())
        .putLong(objectId.getLeastSignificantBits())
        .put(iv)
        .array();
  }

  /** Reads a header; nothing in it can be believed before a tag was checked. */
  static Header parse(byte[] bytes, int chunkSize, UUID expected) throws ContainerException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getLong() != MAGIC) {
      throw new ContainerException.NotAContainer("These bytes don't begin as a container does");
    }
    int version = in.getInt();
    if (version != VERSION) {
      throw new ContainerException.UnknownVersion(version);
    }
    if (in.getInt() != chunkSize) {
      throw new ContainerException.NotAContainer("Version 1 has no chunks of this size");
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
