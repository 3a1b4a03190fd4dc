package io.sealcast.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A name to sign in with.
 *
 * @param text as typed, in Unicode's composed form
 * @param key what tells names apart: "Ann" and "ann" are one
 */
record Username(String text, String key) {
  static final int MAX_LENGTH = 64;

  // No colon, which ends the name in HTTP Basic, and no blank, which nobody sees.
  private static final Pattern SANE = Pattern.compile("[\\p{L}\\p{M}\\p{N}._@+-]+");

  /** The name that is written so, or empty when no account can have it. */
  static Optional<Username> of(String typed) {
    if (typed == null || typed.length() > 4 * MAX_LENGTH) {
      return Optional.empty();
    }
    String text = Normalizer.normalize(typed, Normalizer.Form.NFC);
    String key = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    boolean fits = length(text) <= MAX_LENGTH && length(key) <= MAX_LENGTH;
    return fits && SANE.matcher(text).matches() && SANE.matcher(key).matches()
        ? Optional.of(new Username(text, key))
        : Optional.empty();
  }

  private static int length(String s) {
    return s.codePointCount(0, s.length());
  }
}
