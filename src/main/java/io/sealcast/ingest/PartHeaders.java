package io.sealcast.ingest;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a part's header {@code Content-Disposition} (RFC 7578), in the forms that
 * browsers and curl write.
 *
 * @param name name of the form field; empty when there is none
 * @param filename file name, or null for a part that isn't a file
 */
record PartHeaders(String name, @Nullable String filename) {

  /**
   * Parses the headers of a part.
   *
   * @param headers the bytes of the headers as received
   * @throws DomainException BAD_REQUEST when they aren't UTF-8
   */
  static PartHeaders parse(byte[] headers) {
    return parse(text(headers));
  }

  static PartHeaders parse(String headers) {
    String unfolded = headers.replaceAll("\r\n[ \t]+", " ");
    for (String line : unfolded.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase("content-disposition")) {
        Map<String, String> parameters = parameters(line.substring(colon + 1));
        String filename = parameters.get("filename");
        String extended = parameters.get("filename*");
        return new PartHeaders(
            parameters.getOrDefault("name", ""),
            extended == null ? filename : decodeExtended(extended, filename));
      }
    }
    return new PartHeaders("", null);
  }

  private static Map<String, String> parameters(String value) {
    Map<String, String> found = new HashMap<>();
    int at = value.indexOf(';');
    while (at >= 0 && at < value.length()) {
      int equals = value.indexOf('=', at);
      if (equals < 0) {
        break;
      }
      String name = value.substring(at + 1, equals).strip().toLowerCase(Locale.ROOT);
      int start = equals + 1;
      while (start < value.length() && value.charAt(start) == ' ') {
        start++;
      }
      if (start < value.length() && value.charAt(start) == '"') {
        StringBuilder text = new StringBuilder();
        int end = quoted(value, start + 1, text);
        found.putIfAbsent(name, unescape(text.toString()));
        at = value.indexOf(';', end);
      } else {
        int end = value.indexOf(';', start);
        found.putIfAbsent(name, value.substring(start, end < 0 ? value.length() : end).strip());
        at = end;
      }
    }
    return found;
  }

  /**
   * Reads up to the closing quote. A backslash escapes a quote or a backslash, as old versions of
   * curl write them; before any other character it is literal, as browsers write it.
   */
  private static int quoted(String value, int from, StringBuilder text) {
    int i = from;
    for (; i < value.length() && value.charAt(i) != '"'; i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length() && "\"\\".indexOf(value.charAt(i + 1)) >= 0) {
        i++;
      }
      text.append(value.charAt(i));
    }
    return i;
  }

  /**
   * Decodes the three escapes that the HTML standard defines for browsers; any other per cent sign
   * is literal.
   */
  private static String unescape(String text) {
    return text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
  }

  /** Decodes the extended notation of RFC 8187, for instance {@code UTF-8''na%C3%AFve.mp4}. */
  private static @Nullable String decodeExtended(String text, @Nullable String otherwise) {
    String prefix = "utf-8'";
    int second = text.indexOf('\'', prefix.length());
    if (!text.regionMatches(true, 0, prefix, 0, prefix.length()) || second < 0) {
      return otherwise;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String encoded = text.substring(second + 1);
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%' && i + 2 < encoded.length() && isHex(encoded, i + 1)) {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return text(bytes.toByteArray());
  }

  /** Decodes strictly, since replacement characters would store the file under a wrong name. */
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw DomainException.field(
          ErrorCode.BAD_REQUEST, "file", "The file name isn't a text in UTF-8.");
    }
  }

  private static boolean isHex(String text, int at) {
    return Character.digit(text.charAt(at), 16) >= 0
        && Character.digit(text.charAt(at + 1), 16) >= 0;
  }
}
