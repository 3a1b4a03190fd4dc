package io.sealcast.playback;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.regex.Pattern;

/** Request ids: 128 random bits in the form of a UUID, legal in URLs and in topics' names. */
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

  /** What the database and events know of a request id; the id can't be got back from it. */
  static byte[] hash(String requestId) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(requestId.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
