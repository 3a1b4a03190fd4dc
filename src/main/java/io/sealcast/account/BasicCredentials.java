package io.sealcast.account;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** User name and password of an {@code Authorization: Basic} header, RFC 7617 with UTF-8. */
record BasicCredentials(String username, char[] password) implements AutoCloseable {
  private static final String SCHEME = "Basic ";
  private static final int MAX_LENGTH = 4096;

  static boolean isIn(String header) {
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /** The credentials, or empty when the header isn't well formed. */
  static Optional<BasicCredentials> parse(String header) {
    if (!isIn(header) || header.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(header.substring(SCHEME.length()).trim());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
    Arrays.fill(bytes, (byte) 0);
    char[] chars = Arrays.copyOf(text.array(), text.limit());
    Arrays.fill(text.array(), '\0');
    int colon = 0;
    while (colon < chars.length && chars[colon] != ':') {
      colon++;
    }
    if (colon == chars.length) {
      return Optional.empty();
    }
    char[] password = Arrays.copyOfRange(chars, colon + 1, chars.length);
    String username = new String(chars, 0, colon);
    Arrays.fill(chars, '\0');
    return Optional.of(new BasicCredentials(username, password));
  }

  @Override
  public void close() {
    Arrays.fill(password, '\0');
  }

  @Override
  public String toString() {
    return "BasicCredentials[hidden]";
  }
}
