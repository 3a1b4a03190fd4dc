package io.sealcast.text;

/**
 * Detects texts that were damaged in transit. Java's encoders replace characters that they can't
 * encode by a question mark, and decoders and browsers replace bytes that they can't decode by
 * U+FFFD. Two different texts could become equal that way, and one secret would be accepted for
 * another.
 */
public final class TextIntegrity {
  private static final char REPLACEMENT = '\uFFFD';

  private TextIntegrity() {}

  /** Whether the text can be encoded in UTF-8, that is, has no lone surrogate. */
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

  /** Whether the text can be encoded and has no U+FFFD, the sign of a loss before its arrival. */
  public static boolean isIntact(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == REPLACEMENT) {
        return false;
      }
    }
    return isEncodable(text);
  }
}
