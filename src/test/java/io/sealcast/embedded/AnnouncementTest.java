package io.sealcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnnouncementTest {
  private static final String BEGINNING = "{\"status\":\"DOWN\",\"checks\":[";

  @Test
  void tellsAtOnceWhatIsWrongWithFfmpeg() {
    Announcement.Answer answer =
        Announcement.Answer.of(
            503,
            BEGINNING
                + "{\"name\":\"database\",\"status\":\"UP\"},"
                + "{\"name\":\"ffmpeg\",\"status\":\"DOWN\",\"data\":{\"problem\":\"no libdrm\"}}]}");

    assertThat(answer).isEqualTo(new Announcement.Answer(false, "no libdrm"));
  }

  @Test
  void waitsForAllElse() {
    Announcement.Answer notYet = new Announcement.Answer(false, "");

    assertThat(Announcement.Answer.of(503, BEGINNING + "]}")).isEqualTo(notYet);
    assertThat(Announcement.Answer.of(503, BEGINNING + "{\"name\":\"ffmpeg\",\"data\":{}}]}"))
        .isEqualTo(notYet);
    assertThat(Announcement.Answer.of(404, "Context root not found")).isEqualTo(notYet);
    assertThat(Announcement.Answer.of(503, "{}")).isEqualTo(notYet);
  }

  @Test
  void isReadyWhenHealthSaysSo() {
    String up = "{\"status\":\"UP\",\"checks\":[{\"name\":\"database\",\"status\":\"UP\"}]}";
    assertThat(Announcement.Answer.of(200, up).ready()).isTrue();
  }

  /** Liberty gives this response for a moment when the application has failed to start. */
  @Test
  void isNotReadyWithoutTheApplication() {
    assertThat(Announcement.Answer.of(200, "{\"status\":\"UP\",\"checks\":[]}").ready()).isFalse();
  }
}
