package io.sealcast.container.v1;

import io.sealcast.container.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;

/**
 * The three keys of an object, which are derived from its video's data key.
 *
 * @param encrypt key of AES-256
 * @param chunkMac key of the HMAC-SHA-256 of chunks and trailer
 * @param ivMac key of the HMAC-SHA-256 that derives the IVs of chunks
 */
record ChunkKeys(SecretKeySpec encrypt, SecretKeySpec chunkMac, SecretKeySpec ivMac) {
  private static final byte[] INFO = "sealcast container v1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY = 32;
  private static final String HMAC = "HmacSHA256";

  /**
   * Derives the keys.
   *
   * @param dataKey 32 bytes; not retained
   */
  static ChunkKeys derive(byte[] dataKey, UUID objectId) {
    if (dataKey.length != KEY) {
      throw new IllegalArgumentException("a data key has 256 bits");
    }
    byte[] id =
        ByteBuffer.allocate(16)
            .putLong(objectId.getMostSignificantBits())
            .putLong(objectId.getLeastSignificantBits())
            .array();
    byte[] keys = Hkdf.derive(dataKey, id, INFO, 3 * KEY);
    try {
      return new ChunkKeys(
          new SecretKeySpec(keys, 0, KEY, "AES"),
          new SecretKeySpec(keys, KEY, KEY, HMAC),
          new SecretKeySpec(keys, 2 * KEY, KEY, HMAC));
    } finally {
      Arrays.fill(keys, (byte) 0);
    }
  }

  @Override
  public String toString() {
    return "ChunkKeys[hidden]";
  }
}
