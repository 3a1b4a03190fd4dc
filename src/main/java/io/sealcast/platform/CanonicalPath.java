package io.sealcast.platform;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Recognizes the one spelling of a path that this server accepts (RFC 3986, section 6.2.2). The
 * container decodes and normalizes a path before it looks for the servlet: for it, {@code
 * /%73ign-in}, {@code //sign-in} and {@code /x/..;/sign-in} are the page {@code /sign-in}. Filters
 * and proxies in front compare the path as it was sent, so they would take it for another one.
 */
final class CanonicalPath {
  private static final String UNRESERVED_MARKS = "-._~";
  private static final String OTHER_PLAIN = "!$&'()*+,=:@";

  /** Characters that have a meaning in paths, or had one if the path were decoded twice. */
  private static final String NEVER_ENCODED = "/\\;%";

  private CanonicalPath() {}

  /**
   * Whether a path has no other spelling with the same meaning: no empty segments, no dot segments,
   * no parameters, and escapes only for the characters that need one.
   *
   * @param path the path of a request as it was sent, without the query
   */
  static boolean isCanonical(String path) {
    return path.startsWith("/") && hasPlainSegments(path) && hasPlainCharacters(path);
  }

  private static boolean hasPlainSegments(String path) {
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals(".") || segments[i].equals("..") || (segments[i].isEmpty() && !last)) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasPlainCharacters(String path) {
    byte[] decoded = new byte[path.length()];
    int length = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%') {
        int value = hex(path, i + 1) << 4 | hex(path, i + 2);
        if (value < 0 || !mayBeEncoded(value)) {
          return false;
        }
        decoded[length++] = (byte) value;
        i += 2;
      } else if (c == '/' || isPlain(c)) {
        decoded[length++] = (byte) c;
      } else {
        return false;
      }
    }
    return isUtf8(ByteBuffer.wrap(decoded, 0, length));
  }

  private static boolean isPlain(int c) {
    return isUnreserved(c) || OTHER_PLAIN.indexOf(c) >= 0;
  }

  private static boolean isUnreserved(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || UNRESERVED_MARKS.indexOf(c) >= 0;
  }

  private static boolean mayBeEncoded(int value) {
    return value >= ' '
        && value != 0x7f
        && !isUnreserved(value)
        && NEVER_ENCODED.indexOf(value) < 0;
  }

  /** Returns the value of a digit, or -1, with which the bits of the whole octet are negative. */
  private static int hex(String path, int at) {
    return at < path.length() && path.charAt(at) < 0x80 ? Character.digit(path.charAt(at), 16) : -1;
  }

  private static boolean isUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
