package io.sealcast.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UploadFormTest {
  private final UploadForm form = new UploadForm();

  private void take(String name, String text) {
    take(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private void take(String name, byte[] body) {
    form.take(new Part(name, null, new ByteArrayInputStream(body)));
  }

  private void refuses(String name, String text, ErrorCode code, String field) {
    assertThatThrownBy(() -> take(name, text))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.errors()).extracting("field").containsExactly(field);
            });
  }

  @Test
  void takesAKeyOfAnyLanguageAndWipesItInTheEnd() {
    take("encryption_key", "пароль🔑 x");
    char[] key = form.encryptionKey();
    assertThat(new String(key)).isEqualTo("пароль🔑 x");
    form.close();
    assertThat(key).containsOnly('\0');
  }

  @Test
  void refusesKeysThatAreEmptyTooShortOrTooLong() {
    refuses("encryption_key", "", ErrorCode.MISSING_FIELD, "encryption_key");
    UploadForm other = new UploadForm();
    assertThatThrownBy(
            () ->
                other.take(
                    new Part(
                        "encryption_key",
                        null,
                        new ByteArrayInputStream("1234567".getBytes(StandardCharsets.UTF_8)))))
        .hasMessageContaining("8 to 1024");
  }

  @Test
  void countsCharactersAndNotBytesOfAKey() {
    refuses("encryption_key", "🔑".repeat(7), ErrorCode.VALIDATION_FAILED, "encryption_key");
  }

  @Test
  void refusesAKeyTooLong() {
    refuses("encryption_key", "k".repeat(1025), ErrorCode.VALIDATION_FAILED, "encryption_key");
  }

  @Test
  void refusesAKeyThatIsNoText() {
    assertThatThrownBy(() -> take("encryption_key", new byte[] {(byte) 0xff, 1, 2, 3, 4, 5, 6, 7}))
        .isInstanceOf(DomainException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void takesAKeyInItsEnforcedForm() {
    take("encryption_key", "Schlu\u0308ssel\u00a0bund");
    assertThat(new String(form.encryptionKey())).isEqualTo("Schl\u00fcssel bund");
  }

  @Test
  void countsCharactersOfAKeyAsItIsKept() {
    take("encryption_key", "o\u0302\u0301".repeat(1024));
    assertThat(form.encryptionKey()).hasSize(1024);
    UploadForm other = new UploadForm();
    byte[] seven = "u\u0308".repeat(7).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> other.take(new Part("encryption_key", null, new ByteArrayInputStream(seven))))
        .hasMessageContaining("8 to 1024");
  }

  @Test
  void refusesAKeyWithControlCharactersOrLosses() {
    refuses("encryption_key", "tab\tulator", ErrorCode.VALIDATION_FAILED, "encryption_key");
    refuses("encryption_key", "lost \ufffd on the way", ErrorCode.BAD_REQUEST, "encryption_key");
    assertThatThrownBy(form::encryptionKey).isInstanceOf(DomainException.class);
  }

  @Test
  void keepsATitleComposed() {
    take("title", " A\u0308rger ");
    assertThat(form.titleOr("x.mp4")).isEqualTo("\u00c4rger");
    assertThat(new UploadForm().titleOr("A\u0308rger.mp4")).isEqualTo("\u00c4rger");
  }

  @Test
  void refusesASecondKeyAndASecondTitle() {
    take("encryption_key", "long enough");
    refuses("encryption_key", "long enough", ErrorCode.VALIDATION_FAILED, "encryption_key");
    take("title", "a");
    refuses("title", "b", ErrorCode.VALIDATION_FAILED, "title");
  }

  @Test
  void refusesATitleTooLong() {
    take("title", "🎬".repeat(200));
    assertThat(form.titleOr("x.mp4")).hasSize(400);
    UploadForm other = new UploadForm();
    byte[] tooLong = "t".repeat(201).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> other.take(new Part("title", null, new ByteArrayInputStream(tooLong))))
        .hasMessageContaining("200 characters");
  }

  @Test
  void namesAVideoAfterItsFileWhenNobodySays() {
    assertThat(form.titleOr("holiday.in.rome.mp4")).isEqualTo("holiday.in.rome");
    assertThat(form.titleOr(".mp4")).isEqualTo(".mp4");
    assertThat(form.titleOr("../x.mp4")).isEqualTo("../x");
    take("title", "  ");
    assertThat(form.titleOr("a.mp4")).isEqualTo("a");
  }

  @Test
  void passesOverUnknownPartsButNotForEver() {
    take("colour", "blue");
    assertThatThrownBy(() -> take("junk", new byte[70_000]))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE));
  }

  @Test
  void missesAKeyThatNeverCame() {
    assertThatThrownBy(form::encryptionKey)
        .isInstanceOfSatisfying(
            DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MISSING_FIELD));
  }
}
