package io.sealcast.storage;

import java.util.regex.Pattern;

/**
 * Validates keys, by the same rule for every store. A valid key can't point outside of a directory,
 * has no segment that begins with a dot, and needs no escaping in a URL.
 */
public final class BlobKeys {
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private BlobKeys() {}

  /**
   * Returns the key unchanged.
   *
   * @throws IllegalArgumentException when it isn't a valid key
   */
  public static String require(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("not a storage key");
    }
    return key;
  }

  /**
   * Returns the prefix unchanged.
   *
   * @throws IllegalArgumentException when it isn't a valid key followed by {@code /}
   */
  public static String requirePrefix(String prefix) {
    if (!prefix.endsWith("/")) {
      throw new IllegalArgumentException("a prefix ends with /");
    }
    require(prefix.substring(0, prefix.length() - 1));
    return prefix;
  }
}
