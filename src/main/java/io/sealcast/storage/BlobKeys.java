package io.sealcast.storage;

import java.util.regex.Pattern;

/**
 * What a key may be, the same for every store. None leads out of a directory, begins with a dot, or
 * needs escaping in a URL.
 */
public final class BlobKeys {
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private BlobKeys() {}

  /**
   * The key itself.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static String require(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("not a storage key");
    }
    return key;
  }

  /**
   * The prefix itself.
   *
   * @throws IllegalArgumentException when it isn't a key with {@code /} at its end
   */
  public static String requirePrefix(String prefix) {
    if (!prefix.endsWith("/")) {
      throw new IllegalArgumentException("a prefix ends with /");
    }
    require(prefix.substring(0, prefix.length() - 1));
    return prefix;
  }
}
