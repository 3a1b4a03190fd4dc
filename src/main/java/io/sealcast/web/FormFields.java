package io.sealcast.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses {@code application/x-www-form-urlencoded} as browsers write it (WHATWG URL, section 5):
 * always in UTF-8, regardless of the content type. Bytes that can't be decoded become U+FFFD, which
 * {@link CredentialsForm} rejects. The container's own parser replaces some bytes by a question
 * mark, so that a password with a question mark in that position would match.
 */
final class FormFields {
  /** A byte that never occurs in UTF-8. */
  private static final int INVALID_UTF8 = 0xFF;

  private FormFields() {}

  /**
   * Returns the fields of all texts in their order.
   *
   * @param texts query string and body, with one character for each byte of the request
   */
  static Map<String, String[]> parse(String... texts) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (String text : texts) {
      for (String field : text.split("&")) {
        int equals = field.indexOf('=');
        String name = equals < 0 ? field : field.substring(0, equals);
        String value = equals < 0 ? "" : field.substring(equals + 1);
        if (!field.isEmpty()) {
          fields.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
        }
      }
    }
    Map<String, String[]> values = new LinkedHashMap<>();
    fields.forEach((name, list) -> values.put(name, list.toArray(String[]::new)));
    return values;
  }

  private static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '+') {
        bytes.write(' ');
      } else if (c != '%') {
        bytes.write(c < 0x100 ? c : INVALID_UTF8);
      } else if (isHex(text, i + 1) && isHex(text, i + 2)) {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(INVALID_UTF8);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static boolean isHex(String text, int at) {
    return at < text.length()
        && text.charAt(at) < 0x80
        && Character.digit(text.charAt(at), 16) >= 0;
  }
}
