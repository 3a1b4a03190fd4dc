package io.sealcast.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rocks.xmpp.precis.PrecisProfiles;

/**
 * A user name.
 *
 * @param text name as typed, composed (NFC)
 * @param key key by which names are compared: the PRECIS profile UsernameCaseMapped (RFC 8265,
 *     section 3.3); null for a name that the profile rejects, which no new account can have
 * @param earlierKey key of versions before the profile; it differs from {@code key} for few names
 */
record Username(String text, @Nullable String key, String earlierKey) {
  static final int MAX_LENGTH = 64;

  // no colon, which ends the name in HTTP Basic, and no blank, which is invisible
  private static final Pattern SANE = Pattern.compile("[\\p{L}\\p{M}\\p{N}._@+-]+");

  /** Returns the user name, or empty when no account can have the typed name. */
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
      // the library throws this for a character that the profile rejects
      return null;
    }
  }

  /**
   * Returns the key that identifies the name: {@code key}, or {@code earlierKey} when that is null.
   */
  String lookupKey() {
    return key == null ? earlierKey : key;
  }

  /** Whether a new account may have this name. */
  boolean isAllowed() {
    return key != null;
  }

  private static boolean fits(String s) {
    return s.codePointCount(0, s.length()) <= MAX_LENGTH && SANE.matcher(s).matches();
  }
}
