package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that sources beyond the limits of the operator aren't prepared, and say why. */
@Timeout(60)
class SourceLimitsTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** Five seconds of 320 × 180 pixels and 25 pictures in a second. */
  private static byte[] film(String format) {
    return new MediaLab()
        .generate(
            ("-f lavfi -i testsrc2=size=320x180:rate=25:duration=5 -c:v libx264 -pix_fmt yuv420p "
                    + format)
                .split(" "));
  }

  private static void refuses(SourceLimits limits, byte[] film, String message) {
    assertThatThrownBy(() -> new MediaLab(limits).make(MediaLab.source(film)))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_LIMIT_EXCEEDED))
        .hasMessage(message);
  }

  @Test
  void aFilmAtTheLimitsIsPrepared() {
    SourceLimits limits = new SourceLimits(Duration.ofSeconds(5), 320 * 180, 25);
    assertThat(new MediaLab(limits).make(MediaLab.source(film("-f matroska"))).rendition().height())
        .isEqualTo(180);
  }

  @Test
  void refusesWhatLastsLongerThanTheHeaderMaySay() {
    SourceLimits limits = new SourceLimits(Duration.ofSeconds(4), 1 << 20, 1000);
    String message = "It lasts 0:00:05, and this server prepares up to 0:00:04.";
    refuses(limits, film("-f matroska"), message);
    // a stream that was written to a pipe states no duration
    refuses(limits, film("-live 1 -f matroska"), message);
  }

  @Test
  void refusesLargePictures() {
    refuses(
        new SourceLimits(LONG, 320 * 180 - 1, 1000),
        film("-f matroska"),
        "Its pictures have 320 × 180 pixels, and this server prepares up to 57,599 of them.");
  }

  @Test
  void refusesManyPicturesInASecond() {
    refuses(
        new SourceLimits(LONG, 1 << 20, 20),
        film("-f matroska"),
        "It has 25 pictures in a second, and this server prepares up to 20.");
  }
}
