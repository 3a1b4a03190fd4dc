package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.media.Captions;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaWarning;
import io.sealcast.text.LanguageTag;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubtitleWarningsTest {
  private static final LanguageTag ENGLISH = new LanguageTag("en");

  private static MediaInfo.Subtitle subtitle(int index, String codec, boolean text, String title) {
    return new MediaInfo.Subtitle(index, codec, text, ENGLISH, title);
  }

  private static List<MediaWarning> of(
      List<MediaInfo.Subtitle> subtitles, List<MediaOutput> outputs) {
    MediaInfo.Video video =
        new MediaInfo.Video(
            0,
            "h264",
            "High",
            40,
            "yuv420p",
            2,
            2,
            1,
            0,
            false,
            25,
            "25/1",
            false,
            0,
            new MediaInfo.Color("", "", "", ""));
    MediaInfo info =
        new MediaInfo(
            "matroska",
            1,
            0,
            Optional.of(video),
            Optional.empty(),
            List.of(),
            subtitles,
            List.of());
    return SubtitleWarnings.of(info, outputs);
  }

  @Test
  void whatBecameCaptionsIsNotNamed() {
    assertThat(of(List.of(subtitle(2, "subrip", true, "")), List.of(new Captions(2, ENGLISH, ""))))
        .isEmpty();
    assertThat(of(List.of(), List.of())).isEmpty();
  }

  @Test
  void picturesAndUnreadableTextsAreNamed() {
    assertThat(
            of(
                List.of(
                    subtitle(2, "hdmv_pgs_subtitle", false, ""),
                    subtitle(3, "subrip", true, "Full"),
                    subtitle(4, "ass", true, "Signs")),
                List.of(new Captions(3, ENGLISH, "Full"))))
        .containsExactly(
            new MediaWarning(
                "subtitles_skipped",
                "Subtitles that aren't shown as captions: English (hdmv_pgs_subtitle, not text),"
                    + " Signs (ass, no readable text)."));
  }

  @Test
  void theSentenceHasAtMost300Characters() {
    List<MediaInfo.Subtitle> many =
        IntStream.range(0, 900)
            .mapToObj(i -> subtitle(i, "dvd_subtitle", false, "x".repeat(100)))
            .toList();
    String message = of(many, List.of()).get(0).message();
    assertThat(message.length()).isLessThanOrEqualTo(300);
    assertThat(message).endsWith(" and 899 more.");
  }
}
