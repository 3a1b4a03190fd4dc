package io.sealcast.vault;

import io.sealcast.container.Hkdf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * 256 bits that all instances of a deployment share, outside the database; what seals data keys in
 * transit is derived of it.
 */
final class ServiceKey {
  static final int LENGTH = 32;

  /** While a key is exchanged there are two. Each one more is tried on whatever is refused. */
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
   * Reads keys in Base64, one a line or separated by commas.
   *
   * @throws IllegalStateException unless there are one to {@value #MAX_KEYS} keys and nothing else;
   *     its message quotes nothing
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
      // without the cause, which may quote from the key
      throw new IllegalStateException("The service key isn't Base64");
    }
  }

  /** 256 bits for one purpose and id. */
  byte[] derive(byte[] info) {
    return Hkdf.derive(bits, new byte[0], info, LENGTH);
  }

  /** Tells keys apart, for people; says nothing about the key. */
  String id() {
    byte[] info = AssociatedData.to("sealcast service key id v1").bytes();
    return HexFormat.of().formatHex(Hkdf.derive(bits, new byte[0], info, ID_BYTES));
  }
}
