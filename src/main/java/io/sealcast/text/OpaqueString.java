package io.sealcast.text;

import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Converts passwords and encryption keys to the form that is hashed: the PRECIS profile
 * OpaqueString (RFC 8265, section 4.2). Every Unicode space becomes U+0020, then the text is
 * composed (NFC); case, width and everything else are preserved. Code points outside of the
 * FreeformClass of RFC 8264 are rejected: control characters, unassigned code points and invisible
 * ones.
 *
 * <p>The class uses only the JDK, as does the command that recovers a video, and works on arrays,
 * so that a secret can be wiped.
 */
public final class OpaqueString {
  /**
   * The code points outside of the FreeformClass: general categories, then exceptions (RFC 5892,
   * 2.6), old Hangul jamo, and ignorable code points that belong to none of the categories.
   *
   * <p>Joiners are accepted between other characters, as Persian and emoji need. The context rules
   * of RFC 5892 aren't applied: they depend on joining types and combining classes, for which the
   * JDK has no tables.
   */
  private static final Pattern REFUSED =
      Pattern.compile(
          "[\\p{Cn}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}"
              + "\\u0640\\u07FA\\u302E\\u302F\\u3031-\\u3035\\u303B"
              + "\\u1100-\\u11FF\\uA960-\\uA97C\\uD7B0-\\uD7C6\\uD7CB-\\uD7FB"
              + "\\u034F\\u17B4\\u17B5\\u180B-\\u180F\\u3164\\uFFA0\\uFE00-\\uFE0F"
              + "\\x{E0100}-\\x{E01EF}&&[^\\u200C\\u200D]]"
              + "|^[\\u200C\\u200D]|[\\u200C\\u200D]$");

  private OpaqueString() {}

  /**
   * Returns the form of the profile. The caller wipes the returned array.
   *
   * @return empty for a text that the profile rejects, such as an empty one
   */
  public static Optional<char[]> enforce(char[] typed) {
    if (typed.length == 0 || !TextIntegrity.isEncodable(CharBuffer.wrap(typed))) {
      return Optional.empty();
    }
    char[] spaced = typed.clone();
    for (int i = 0; i < spaced.length; i++) {
      if (Character.getType(spaced[i]) == Character.SPACE_SEPARATOR) {
        spaced[i] = ' ';
      }
    }
    char[] composed = compose(spaced);
    Arrays.fill(spaced, '\0');
    if (!REFUSED.matcher(CharBuffer.wrap(composed)).find()) {
      return Optional.of(composed);
    }
    Arrays.fill(composed, '\0');
    return Optional.empty();
  }

  /**
   * Returns the distinct forms under which a secret may have been hashed, the most likely one
   * first: the result of {@link #enforce}, then the forms of versions of Sealcast before the
   * profile (composed for keys, unchanged for passwords). The caller wipes the returned arrays.
   *
   * <p>HMAC pads a short key with zeros (RFC 2104), so PBKDF2 can't distinguish a text from the
   * same text with U+0000 appended; a text that ends with U+0000 therefore has no form. A user of
   * an older version with such a secret can omit the U+0000.
   *
   * @return an empty list for a text that can't be encoded, is empty, or ends with U+0000
   */
  public static List<char[]> candidates(char[] typed) {
    List<char[]> forms = new ArrayList<>(3);
    if (typed.length == 0
        || typed[typed.length - 1] == '\0'
        || !TextIntegrity.isEncodable(CharBuffer.wrap(typed))) {
      return forms;
    }
    enforce(typed).ifPresent(forms::add);
    addNew(forms, compose(typed));
    addNew(forms, typed.clone());
    return forms;
  }

  private static void addNew(List<char[]> forms, char[] form) {
    if (forms.stream().anyMatch(known -> Arrays.equals(known, form))) {
      Arrays.fill(form, '\0');
    } else {
      forms.add(form);
    }
  }

  /** Returns the length of a text in Unicode code points. */
  public static int length(char[] text) {
    return Character.codePointCount(text, 0, text.length);
  }

  private static char[] compose(char[] text) {
    CharBuffer chars = CharBuffer.wrap(text);
    return Normalizer.isNormalized(chars, Normalizer.Form.NFC)
        ? text.clone()
        : Normalizer.normalize(chars, Normalizer.Form.NFC).toCharArray();
  }
}
