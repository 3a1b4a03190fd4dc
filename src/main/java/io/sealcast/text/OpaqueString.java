package io.sealcast.text;

import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one rule by which passwords and encryption keys become the text that is hashed: the PRECIS
 * profile OpaqueString (RFC 8265, section 4.2). Every space of Unicode becomes U+0020, then the
 * text is composed (NFC); case, width and everything else stay. What the FreeformClass of RFC 8264
 * doesn't know is refused: control characters, code points that aren't assigned, and those that
 * nobody sees.
 *
 * <p>Plain Java on arrays: the command that recovers a video needs a JDK and nothing else, and a
 * secret can be wiped.
 */
public final class OpaqueString {
  /**
   * What the FreeformClass doesn't have: general categories, then exceptions (RFC 5892, 2.6), old
   * Hangul jamo, and ignorable code points that are in none of the categories.
   *
   * <p>Joiners are taken between other characters, which Persian and emoji need. The context rules
   * of RFC 5892 would look at joining types and combining classes, and the JDK has no such tables.
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
   * The enforced form, which is the caller's to wipe.
   *
   * @return empty for a text that the profile refuses: one without a character among them
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
   * The forms under which a secret may have been hashed, the likeliest first, each once: as {@link
   * #enforce} gives it, then as Sealcast made it before it knew the profile, composed for keys and
   * as typed for passwords. All are the caller's to wipe.
   *
   * <p>HMAC fills a short key up with zeros (RFC 2104), so that PBKDF2 doesn't tell a text from the
   * same with U+0000 behind it: those have no form. Whoever had one before gets in without the end.
   *
   * @return none for a text that can't be encoded, that is empty, or that ends with U+0000
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

  /** Characters (Unicode code points). */
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
