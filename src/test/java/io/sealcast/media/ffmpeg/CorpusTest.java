package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Tests all files of the shared corpus against its index. */
@Tag("long")
class CorpusTest {
  private static final MediaLab LAB = new MediaLab();

  /** The files that are rejected, with the error code. */
  private static final Map<String, ErrorCode> REFUSED =
      Map.of(
          "broken_no_moov.mp4", ErrorCode.TRUNCATED_VIDEO,
          "zero_length.webm", ErrorCode.EMPTY_FILE,
          "not_a_video_jpeg.mp4", ErrorCode.NOT_A_VIDEO);

  /** The files whose picture can be copied. */
  private static final Set<String> COPIED =
      Set.of(
          "sintel_trailer_480x204_faststart.mp4",
          "rabbit320.mp4",
          "fragmented_seekable.mp4",
          "mkv_with_srt.mkv",
          "h264_aac.flv",
          "tears_of_steel_2s_start140.ts");

  /** Durations of files for which the index describes another stream than a person expects. */
  private static final Map<String, double[]> DURATIONS =
      Map.of("nasa_13013_multitrack.mp4", new double[] {13}, "no_duration.webm", new double[] {5});

  @TestFactory
  Stream<DynamicTest> becomesWhatItShould() throws IOException {
    assumeTrue(
        Files.exists(MediaLab.CORPUS.resolve("INDEX.tsv")), "skipped: ../shared/corpus isn't here");
    List<String> lines = Files.readAllLines(MediaLab.CORPUS.resolve("INDEX.tsv"));
    List<String> names = List.of(lines.get(0).split("\t"));
    return lines.stream()
        .skip(1)
        .map(line -> row(names, line.split("\t", -1)))
        .map(row -> DynamicTest.dynamicTest(row.get("file"), () -> check(row)));
  }

  private static Map<String, String> row(List<String> names, String[] values) {
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      row.put(names.get(i), i < values.length ? values[i] : "");
    }
    return row;
  }

  private static void check(Map<String, String> row) throws IOException {
    String file = row.get("file");
    MediaSource source = MediaLab.source(MediaLab.CORPUS.resolve(Path.of(file)));
    long started = System.nanoTime();
    if (REFUSED.containsKey(file)) {
      assertThatThrownBy(() -> LAB.probe.probe(source, new Cancellation()))
          .isInstanceOfSatisfying(
              DomainException.class, e -> assertThat(e.code()).isEqualTo(REFUSED.get(file)));
      print(file, started, "failed: " + REFUSED.get(file).defaultMessage());
      return;
    }
    MediaLab.Made made = LAB.make(source);
    print(
        file,
        started,
        (made.rendition().copied() ? "copied" : "encoded") + " as " + made.rendition().name());
    assertThat(made.rendition().copied()).as("copied").isEqualTo(COPIED.contains(file));
    checkDuration(row, made);
    checkStreams(row, made);
    Renditions.checkSegments(LAB, made);
  }

  private static void checkDuration(Map<String, String> row, MediaLab.Made made) {
    double declared =
        DURATIONS.containsKey(row.get("file"))
            ? DURATIONS.get(row.get("file"))[0]
            : Double.parseDouble(row.get("duration_s"));
    assertThat(made.rendition().index().duration()).isCloseTo(declared, within(0.35));
  }

  private static void checkStreams(Map<String, String> row, MediaLab.Made made) {
    MediaInfo info = LAB.probe.probe(MediaLab.source(made.bytes()), new Cancellation());
    boolean sideways = !row.get("rotation").isBlank();
    int width = pixels(row, sideways ? "height" : "width", DrawnPicture.WIDTH);
    int height = pixels(row, sideways ? "width" : "height", DrawnPicture.HEIGHT);
    if (row.get("file").equals("phone_h263_amr.3gp")) {
      // pixels with the aspect ratio 12:11 are converted to square ones
      width = 192;
    }
    MediaInfo.Video picture = info.video().orElseThrow();
    assertThat(picture.codec()).isEqualTo("h264");
    assertThat(picture.pixelFormat()).isEqualTo("yuv420p");
    assertThat(picture.rotation()).isZero();
    // odd sizes are rounded to even ones
    assertThat(picture.width()).isCloseTo(width, within(1)).isEven();
    assertThat(picture.height()).isCloseTo(height, within(1)).isEven();
    assertThat(picture.height()).isEqualTo(made.rendition().height());
    assertThat(info.audio().map(MediaInfo.Audio::codec).orElse("-"))
        .isEqualTo(row.get("audio").equals("-") ? "-" : "aac");
    assertThat(info.audio().map(MediaInfo.Audio::channels).orElse(2)).isLessThanOrEqualTo(2);
  }

  /** Returns a size; the files without a picture get a drawn one. */
  private static int pixels(Map<String, String> row, String name, int drawn) {
    return row.get(name).matches("\\d+") ? Integer.parseInt(row.get(name)) : drawn;
  }

  private static void print(String file, long started, String outcome) {
    double seconds = (System.nanoTime() - started) / 1e9;
    System.out.printf("%-40s %6.2f s  %s%n", file, seconds, outcome);
  }
}
