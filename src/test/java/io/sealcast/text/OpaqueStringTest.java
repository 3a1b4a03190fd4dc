package io.sealcast.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rocks.xmpp.precis.PrecisProfiles;

class OpaqueStringTest {
  private static String enforce(String typed) {
    return OpaqueString.enforce(typed.toCharArray()).map(String::new).orElse(null);
  }

  private static List<String> candidates(String typed) {
    return OpaqueString.candidates(typed.toCharArray()).stream().map(String::new).toList();
  }

  @Test
  void composesAndKnowsOneSpaceOnly() {
    assertThat(enforce("Schlu\u0308ssel")).isEqualTo("Schl\u00fcssel");
    assertThat(enforce("correct\u00a0horse\u3000battery")).isEqualTo("correct horse battery");
  }

  /** The examples of RFC 8265, section 4.3. */
  @Test
  void keepsCaseWidthAndSymbols() {
    for (String same :
        List.of(
            "correct horse battery staple", "Correct Horse Battery Staple", "πßå", "Jack of ♦s")) {
      assertThat(enforce(same)).isEqualTo(same);
    }
    assertThat(enforce("foo\u1680bar")).isEqualTo("foo bar");
    assertThat(enforce("")).isNull();
    assertThat(enforce("my cat is a \tby")).isNull();
    assertThat(enforce("ＡＢＣ ﬁ ²")).isEqualTo("ＡＢＣ ﬁ ²");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ud83d",
        "\udd11x",
        "a\u0000",
        "a\r\n",
        "soft\u00adhyphen",
        "\ufeffx",
        "\u202eabc",
        "\ue000",
        "\u2028",
        "\u0378",
        "\u1100",
        "\ufe0f",
        "\u200dx",
        "x\u200c"
      })
  void refusesWhatNobodySeesOrKnows(String typed) {
    assertThat(enforce(typed)).isNull();
  }

  @Test
  void takesJoinersBetweenOtherCharacters() {
    assertThat(enforce("می\u200cخواهم")).isEqualTo("می\u200cخواهم");
    assertThat(enforce("👩\u200d🚀")).isEqualTo("👩\u200d🚀");
  }

  @Test
  void triesEachFormOnceTheEnforcedFirst() {
    assertThat(candidates("plain")).containsExactly("plain");
    assertThat(candidates("Schl\u00fcssel")).containsExactly("Schl\u00fcssel");
    assertThat(candidates("u\u0308")).containsExactly("\u00fc", "u\u0308");
    assertThat(candidates("\u00a0")).containsExactly(" ", "\u00a0");
    assertThat(candidates("u\u0308\u00a0"))
        .containsExactly("\u00fc ", "\u00fc\u00a0", "u\u0308\u00a0");
    assertThat(candidates("tab\t")).containsExactly("tab\t");
    assertThat(candidates("\ud83d")).isEmpty();
    assertThat(candidates("")).isEmpty();
    assertThat(candidates("null\u0000\u0000")).isEmpty();
  }

  /**
   * Compares with a library, which the code doesn't use because it keeps secrets in strings and
   * isn't part of the recovery program.
   */
  @Test
  @Tag("long")
  void isWhatALibraryMakesOfEveryCharacter() {
    for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
      boolean joiner = c == 0x200C || c == 0x200D;
      // the library doesn't know that these are ignorable
      boolean selector = c == 0x180F || c >= 0xE0100 && c <= 0xE01EF;
      if (!joiner && !selector) {
        String text = "a" + Character.toString(c) + "\u0308b";
        assertThat(enforce(text)).as(Integer.toHexString(c)).isEqualTo(byLibrary(text));
      }
    }
  }

  private static String byLibrary(String text) {
    try {
      return PrecisProfiles.OPAQUE_STRING.enforce(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Test
  void leavesTheCallersArrayAlone() {
    char[] typed = "u\u0308\u00a0".toCharArray();
    Optional<char[]> enforced = OpaqueString.enforce(typed);
    assertThat(enforced.orElseThrow()).isNotSameAs(typed);
    assertThat(new String(typed)).isEqualTo("u\u0308\u00a0");
  }
}
