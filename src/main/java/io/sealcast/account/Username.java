package io.sealcast.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * A name to sign in with.
 *
 * @param text as typed, in Unicode's composed form
 * @param key what tells names apart: the PRECIS profile UsernameCaseMapped (RFC 8265, section 3.3);
 *     null for a name that the profile refuses, with which no account is opened any more
 * @param earlierKey what told names apart before that; differs from {@code key} for few names
 */
record Username(String text, @Nullable String key, String earlierKey) {
  static final int MAX_LENGTH = 64;

  // No colon, which ends the name in HTTP Basic, and no blank, which nobody sees.
  private static final Pattern SANE = Pattern.compile("[\\p{L}\\p{M}\\p{N}._@+-]+");

  /** The name that is written so, or empty when no account can have it. */
  static Optional<Username> of(String typed) {
    if (typed == null || typed.length() > 4 * MAX_LENGTH) {
      return Optional.empty();
    }
    String text = Normalizer.normalize(typed, Normalizer.Form.NFC);
    String earlierKey = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return fits(text) && fits(earlierKey)
        ? Optional.of(new Username(text, enforce(text), earlierKey))
        : Optional.empty();
  }

  private static @Nullable String enforce(String text) {
    try {
      String key = PrecisProfiles.USERNAME_CASE_MAPPED.enforce(text);
      return fits(key) ? key : null;
    } catch (IllegalArgumentException e) {
      // what the library throws for a character that the profile refuses
      return null;
    }
  }

  /** What counts for this name today: its key, or the earlier one where it has none. */
  String lookupKey() {
    return key == null ? earlierKey : key;
  }

  /** Whether an account may be opened with this name. */
  boolean isAllowed() {
    return key != null;
  }

  private static boolean fits(String s) {
    return s.codePointCount(0, s.length()) <= MAX_LENGTH && SANE.matcher(s).matches();
  }
}
