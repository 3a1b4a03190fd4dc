package io.sealcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormFieldsTest {
  private static String password(String written) {
    return FormFields.parse("password=" + written).get("password")[0];
  }

  @Test
  void readsWhatBrowsersWrite() {
    assertThat(password("gr%C3%BC%c3%9fe+dich%3F")).isEqualTo("gr\u00fc\u00dfe dich?");
    assertThat(password("a%3Db=c")).isEqualTo("a=b=c");
    assertThat(password("")).isEmpty();
    assertThat(FormFields.parse("submit").get("submit")).containsExactly("");
    assertThat(FormFields.parse("").keySet()).isEmpty();
  }

  @Test
  void readsUtf8ThatIsNotEscaped() {
    assertThat(password("\u00c3\u00bc?")).isEqualTo("\u00fc?");
    assertThat(password("%C3\u00bc")).isEqualTo("\u00fc");
  }

  @Test
  void hasTheQueryBeforeTheBody() {
    assertThat(FormFields.parse("to=%2F&a=1", "a=2&&b=3"))
        .hasSize(3)
        .containsEntry("to", new String[] {"/"})
        .containsEntry("a", new String[] {"1", "2"})
        .containsEntry("b", new String[] {"3"});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%FF", "\u00ff", "%ED%A0%80", "\u00ed\u00a0\u0080", "%C0%AF", "\u00c0\u00af", "%E2%82",
        "%ZZ", "%", "%4", "%u003F", "%\u0661\u0661", "\ud800", "\u20ac"
      })
  void marksWhatIsNoText(String written) {
    assertThat(password("a" + written)).startsWith("a\ufffd").doesNotContain("?");
  }
}
