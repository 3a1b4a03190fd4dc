package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.OutputPlan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a rendition and its poster show the colours of the source. */
class ColorsTest {
  private static final MediaLab LAB = new MediaLab();

  private static MediaLab.Made made(String size, String filters, String codec) {
    return LAB.make(
        MediaLab.source(
            LAB.generate(
                ("-f lavfi -i color=red:size="
                        + size
                        + ":rate=5:duration=1 -vf "
                        + filters
                        + " "
                        + codec
                        + " -f matroska")
                    .split(" +"))));
  }

  /** Browsers assume BT.709 for a picture without all three tags; a poster is always BT.601. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1280x720; format=gbrp; -c:v libx264rgb -preset ultrafast",
        "320x180; format=bgra; -c:v ffv1",
        "1280x720; format=yuvj422p; -c:v mjpeg",
        "320x180; format=yuv444p; -c:v ffv1",
        "1280x720; scale=out_color_matrix=bt709,format=yuv444p,setparams=colorspace=unknown;"
            + " -c:v ffv1",
        "320x180; scale=out_color_matrix=smpte240m,format=yuv444p; -c:v ffv1",
        "320x180; format=gbrp,zscale=m=ycgco:r=tv,format=yuv444p;"
            + " -c:v libx264 -preset ultrafast -bsf:v h264_metadata=matrix_coefficients=8",
      })
  void redStaysRed(String size, String filters, String codec) throws IOException {
    MediaLab.Made made = made(size, filters, codec);
    MediaInfo.Color color =
        LAB.probe
            .probe(MediaLab.source(made.bytes()), new Cancellation())
            .video()
            .orElseThrow()
            .color();
    assertThat(color.matrix()).isEqualTo("bt709");
    assertThat(color.primaries()).isNotEmpty();
    assertThat(color.transfer()).isNotEmpty();

    byte[] poster =
        new PosterMaker(LAB.runner)
            .make(
                new OutputPlan.PosterOf("poster.jpg", 640),
                made.rendition(),
                MediaLab.source(made.bytes()),
                new Cancellation());
    int pixel = ImageIO.read(new ByteArrayInputStream(poster)).getRGB(100, 50);
    assertThat((pixel >> 16) & 0xff).as("red").isCloseTo(255, within(6));
    assertThat((pixel >> 8) & 0xff).as("green").isCloseTo(0, within(6));
    assertThat(pixel & 0xff).as("blue").isCloseTo(0, within(6));
  }

  /**
   * Tests matrices of ITU-T H.273, table 4, most of which no filter can convert. Such a file isn't
   * rejected.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 10, 11, 12, 13, 14, 15, 16, 17, 200})
  void playsWhateverMatrixIsNamed(int matrix) {
    MediaLab.Made made =
        made(
            "64x64",
            "format=yuv444p",
            "-c:v libx264 -preset ultrafast -bsf:v h264_metadata=matrix_coefficients=" + matrix);

    assertThat(made.rendition().index().duration()).isCloseTo(1, within(0.1));
  }
}
