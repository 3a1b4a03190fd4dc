package io.sealcast.media.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plays unusual files completely in a browser. {@code mvn -Pplayback} prints the results as a
 * table.
 */
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
        "b-frames-5fps.mkv", // copied
        "noise-60k.faststart.mp4" // damaged, and encoded
      })
  void aCopiedAndAnEncodedFilePlayAsTheyShould(String name) throws IOException {
    check(OddFiles.named(name));
  }

  /** Takes half an hour. */
  @TestFactory
  @Tag("long")
  Stream<DynamicTest> allPlayAsTheyShould() {
    return OddFiles.made().stream()
        .map(file -> DynamicTest.dynamicTest(file.name(), () -> check(file)));
  }

  private static void check(OddFile file) throws IOException {
    PlaybackReport.Result result = report.check(file);
    System.out.println(ReportTable.row(result));
    assertThat(result.deviations()).as(ReportTable.row(result)).isEmpty();
  }
}
