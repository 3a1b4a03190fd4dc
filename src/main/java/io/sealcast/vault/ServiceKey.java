package io.sealcast.vault;

import io.sealcast.container.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A service key, 256 bits. All instances of a deployment share it outside of the database. The keys
 * that protect sealed data keys are derived from it.
 */
final class ServiceKey {
  static final int LENGTH = 32;

  /**
   * Maximum number of service keys. Two are needed during a rotation; each additional key makes the
   * rejection of an invalid message slower.
   */
  static final int MAX_KEYS = 8;

  private static final int ID_BYTES = 4;

  private final byte[] bits;

  ServiceKey(byte[] bits) {
    if (bits.length != LENGTH) {
      throw new IllegalStateException("A service key must have 256 bits, 44 characters of Base64");
    }
    this.bits = bits;
  }

  /**
   * Parses keys in Base64, separated by line breaks, blanks or commas.
   *
   * @throws IllegalStateException unless the text contains 1 to {@value #MAX_KEYS} valid keys; its
   *     message doesn't quote the text
   */
  static List<ServiceKey> parse(String text) {
    List<ServiceKey> keys =
        Arrays.stream(text.split("[,\\s]+"))
            .filter(key -> !key.isEmpty())
            .map(ServiceKey::decode)
            .toList();
    if (keys.isEmpty() || keys.size() > MAX_KEYS) {
      throw new IllegalStateException(
          "There must be one service key, and " + MAX_KEYS + " at most");
    }
    return keys;
  }

  private static ServiceKey decode(String base64) {
    try {
      return new ServiceKey(Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII)));
    } catch (IllegalArgumentException e) {
      // the cause is omitted, since it may quote from the key
      throw new IllegalStateException("The service key isn't Base64");
    }
  }

  /** Derives a key of 256 bits for one purpose and id. */
  byte[] derive(byte[] info) {
    return derive(new byte[0], info);
  }

  /**
   * Derives a key of 256 bits for one purpose and id.
   *
   * @param salt empty, or a random secret without which nobody can derive the key
   */
  byte[] derive(byte[] salt, byte[] info) {
    return Hkdf.derive(bits, salt, info, LENGTH);
  }

  /** Returns an id by which people can distinguish keys. It doesn't reveal the key. */
  String id() {
    byte[] info = AssociatedData.to("sealcast service key id v1").bytes();
    return HexFormat.of().formatHex(Hkdf.derive(bits, new byte[0], info, ID_BYTES));
  }
}
