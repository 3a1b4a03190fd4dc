package io.sealcast.vault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * As much of JSON (RFC 8259) as a key file has: objects, arrays, strings, whole numbers. Values are
 * {@link Map}, {@link List}, {@link String} and {@link Long}.
 */
final class Json {
  private static final int MAX_DEPTH = 16;

  private final String text;
  private int at;
  private int depth;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads one value.
   *
   * @throws IllegalArgumentException at anything else
   */
  static Object read(String text) {
    Json reader = new Json(text);
    Object value = reader.value();
    if (reader.peek() != '\0') {
      throw reader.unexpected();
    }
    return value;
  }

  private Object value() {
    char c = peek();
    if (c == '{') {
      return object();
    }
    if (c == '[') {
      return array();
    }
    if (c == '"') {
      return string();
    }
    int start = at;
    while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (start == at) {
      throw unexpected();
    }
    return Long.valueOf(text.substring(start, at));
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    enter();
    while (peek() != '}') {
      if (!members.isEmpty()) {
        take(',');
        peek();
      }
      String name = string();
      take(':');
      members.put(name, value());
    }
    leave();
    return members;
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    enter();
    while (peek() != ']') {
      if (!items.isEmpty()) {
        take(',');
      }
      items.add(value());
    }
    leave();
    return items;
  }

  private String string() {
    StringBuilder result = new StringBuilder();
    take('"');
    for (; ; at++) {
      char c = current();
      if (c == '"') {
        at++;
        return result.toString();
      }
      if (c == '\\') {
        at++;
        c = escaped();
      }
      result.append(c);
    }
  }

  private char escaped() {
    char c = current();
    if (c == 'u') {
      if (at + 4 >= text.length()) {
        throw unexpected();
      }
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
    }
    int known = "\"\\/bfnrt".indexOf(c);
    if (known < 0) {
      throw unexpected();
    }
    return "\"\\/\b\f\n\r\t".charAt(known);
  }

  private void enter() {
    at++;
    if (++depth > MAX_DEPTH) {
      throw unexpected();
    }
  }

  private void leave() {
    at++;
    depth--;
  }

  private char peek() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private char current() {
    if (at >= text.length()) {
      throw unexpected();
    }
    return text.charAt(at);
  }

  private void take(char expected) {
    if (peek() != expected) {
      throw unexpected();
    }
    at++;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException("Not the JSON of a key file, at character " + at);
  }

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, "\n", out);
    return out.append('\n').toString();
  }

  private static void write(Object value, String indent, StringBuilder out) {
    if (value instanceof Map<?, ?> members) {
      String separator = "";
      out.append('{');
      for (Map.Entry<?, ?> member : members.entrySet()) {
        out.append(separator).append(indent).append("  ");
        quote((String) member.getKey(), out);
        out.append(": ");
        write(member.getValue(), indent + "  ", out);
        separator = ",";
      }
      out.append(indent).append('}');
    } else if (value instanceof List<?> items) {
      String separator = "";
      out.append('[');
      for (Object item : items) {
        out.append(separator).append(indent).append("  ");
        write(item, indent + "  ", out);
        separator = ",";
      }
      out.append(indent).append(']');
    } else if (value instanceof String text) {
      quote(text, out);
    } else {
      out.append((Long) value);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
