package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.media.PicturePiece;
import io.sealcast.media.PicturePlan;
import io.sealcast.media.PictureRate;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that pieces have the keyframes of one run, also after hours. */
class KeyframeExpressionTest {
  private static final int HOURS = 3;

  @ParameterizedTest
  @ValueSource(strings = {"24000/1001", "30000/1001", "60000/1001", "24", "25", "7/1*4", "15/2*4"})
  void piecesHaveTheKeyframesOfOneRun(String frameRate) {
    PictureRate rate = PictureRate.parse(frameRate);
    double length = HOURS * 3600;
    List<PicturePiece> pieces =
        PicturePiece.of(new PicturePlan(640, 360, frameRate, 0, length, length));

    assertThat(RenditionCommand.keyframes(rate, 0, 0))
        .isEqualTo("expr:gte((n+0)*" + rate.seconds() + ",(n_forced*2+0)*" + rate.pictures() + ")");
    for (PicturePiece piece : pieces) {
      assertThat(RenditionCommand.keyframes(rate, piece.firstPicture(), piece.from()))
          .isEqualTo(
              String.format(
                  "expr:gte((n+%d)*%d,(n_forced*2+%d)*%d)",
                  piece.firstPicture(), rate.seconds(), piece.from(), rate.pictures()));
      // one run has had as many keyframes when it comes to the first picture of the piece
      assertThat(piece.firstPicture() * rate.seconds())
          .isGreaterThanOrEqualTo(piece.from() * rate.pictures());
      assertThat((piece.firstPicture() - 1) * rate.seconds())
          .isLessThan(piece.from() * rate.pictures());
    }
  }
}
