package io.sealcast.text;

/**
 * Whether a text arrived as it was typed. Java's encoders replace what they can't encode by a
 * question mark, and decoders and browsers what they can't decode by U+FFFD: two different texts
 * would become one, and a secret would open for another.
 */
public final class TextIntegrity {
  private static final char REPLACEMENT = '\uFFFD';

  private TextIntegrity() {}

  /** Whether the text can be encoded in UTF-8: it has no half of a surrogate pair alone. */
  public static boolean isEncodable(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text can be encoded, and nothing of it was lost before it came here. */
  public static boolean isIntact(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == REPLACEMENT) {
        return false;
      }
    }
    return isEncodable(text);
  }
}
