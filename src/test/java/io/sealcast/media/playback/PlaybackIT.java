package io.sealcast.media.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some of the odd files, each for a class of faults; {@link OddFilesIT} has them all. */
class PlaybackIT {
  @TempDir static Path directory;

  private static PlaybackReport report;

  @BeforeAll
  static void open() throws IOException {
    report = PlaybackReport.in(directory);
  }

  @AfterAll
  static void close() {
    if (report != null) {
      report.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open-gop.mp4",
        "b-frames-5fps.mkv",
        "phone-trim.mp4",
        "sound-hole-7s.mkv",
        "sound-longer.mp4",
        "ts-jumps-an-hour.ts",
        "cut-at-60.flv",
        "noise-60k.faststart.mp4"
      })
  void playsAsItShould(String name) throws IOException {
    PlaybackReport.Result result = report.check(OddFiles.named(name));

    assertThat(result.deviations()).as(ReportTable.row(result)).isEmpty();
  }
}
