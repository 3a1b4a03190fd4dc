package io.sealcast.playback;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Creates and checks request ids: 128 random bits in the form of a UUID. A request id gives access
 * to its stream, so records, topics and rows contain only its hash.
 */
final class RequestIds {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private RequestIds() {}

  static String next() {
    return new UUID(RANDOM.nextLong(), RANDOM.nextLong()).toString();
  }

  static boolean isOne(String candidate) {
    return candidate != null && FORM.matcher(candidate).matches();
  }

  /**
   * Returns the hash by which the database and events refer to a request id. It doesn't reveal the
   * id.
   */
  static byte[] hash(String requestId) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(requestId.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns {@link #hash} in hex, which is how records and topics name a session. */
  static String hashInHex(String requestId) {
    return HexFormat.of().formatHex(hash(requestId));
  }
}
