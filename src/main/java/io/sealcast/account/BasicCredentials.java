package io.sealcast.account;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** User name and password of a header {@code Authorization: Basic} (RFC 7617, in UTF-8). */
record BasicCredentials(String username, char[] password) implements AutoCloseable {
  private static final String SCHEME = "Basic ";
  private static final int MAX_LENGTH = 4096;

  static boolean isIn(@Nullable String header) {
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /**
   * Parses the header. Returns empty when it isn't well-formed.
   *
   * @throws DomainException BAD_REQUEST with the field that isn't UTF-8
   */
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
    try {
      int colon = 0;
      while (colon < bytes.length && bytes[colon] != ':') {
        colon++;
      }
      if (colon == bytes.length) {
        return Optional.empty();
      }
      String username = new String(decode("username", bytes, 0, colon));
      char[] password = decode("password", bytes, colon + 1, bytes.length);
      return Optional.of(new BasicCredentials(username, password));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /** Decodes strictly, since replacement characters would make different passwords equal. */
  private static char[] decode(String field, byte[] bytes, int from, int to) {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
      char[] chars = Arrays.copyOf(text.array(), text.limit());
      Arrays.fill(text.array(), '\0');
      return chars;
    } catch (CharacterCodingException e) {
      throw DomainException.field(
          ErrorCode.BAD_REQUEST, field, "The " + label(field) + " isn't a text in UTF-8.");
    }
  }

  private static String label(String field) {
    return field.equals("username") ? "user name" : field;
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
