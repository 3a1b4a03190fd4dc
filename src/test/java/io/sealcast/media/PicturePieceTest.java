package io.sealcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PicturePieceTest {
  private static List<PicturePiece> pieces(String frameRate, double length) {
    return PicturePiece.of(new PicturePlan(640, 360, frameRate, 0, length, length));
  }

  @Test
  void theLastPieceHasHalfAMinuteAtLeast() {
    assertThat(pieces("25", 149)).extracting(PicturePiece::from).containsExactly(0, 60);
    assertThat(pieces("25", 151)).extracting(PicturePiece::from).containsExactly(0, 60, 120);
    assertThat(pieces("25", 151).get(2).to()).isEmpty();
    assertThat(pieces("25", 151).get(2).name()).isEqualTo("360p.mp4.piece-0002");
    assertThat(pieces("25", 1)).hasSize(1);
  }

  @Test
  void aPieceBeginsWithTheFirstPictureAtItsTime() {
    List<PicturePiece> pieces = pieces("30000/1001", 150);

    assertThat(pieces).extracting(PicturePiece::firstPicture).containsExactly(0L, 1799L, 3597L);
    assertThat(pieces).extracting(PicturePiece::pictureCount).containsExactly(1799L, 1798L, 899L);
    assertThat(pieces.get(1).rate().timeOf(1799)).isBetween(60.0, 60.03);
  }

  @Property
  void piecesAreAllPictures(
      @ForAll @IntRange(min = 1, max = 100_000) int numerator,
      @ForAll @IntRange(min = 1, max = 1001) int denominator,
      @ForAll @DoubleRange(min = 120, max = 90_000) double length) {
    List<PicturePiece> pieces = pieces(numerator + "/" + denominator, length);
    long next = 0;
    for (PicturePiece piece : pieces) {
      assertThat(piece.firstPicture()).isEqualTo(next);
      next += piece.pictureCount();
    }
    assertThat(next).isEqualTo(Math.round(length * numerator / denominator));
  }

  @Test
  void ratesAreExactFractions() {
    assertThat(PictureRate.parse("25")).isEqualTo(new PictureRate(25, 1));
    assertThat(PictureRate.parse("30000/1001")).isEqualTo(new PictureRate(30000, 1001));
    assertThat(PictureRate.parse("15/2*4")).isEqualTo(new PictureRate(60, 2));
    assertThatThrownBy(() -> PictureRate.parse("film")).isInstanceOf(NumberFormatException.class);
  }
}
