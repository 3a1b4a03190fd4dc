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

/** All odd files, from start to end: half an hour. {@code mvn -Pplayback} prints the same. */
@Tag("long")
class OddFilesIT {
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

  @TestFactory
  Stream<DynamicTest> playAsTheyShould() {
    return OddFiles.made().stream()
        .map(file -> DynamicTest.dynamicTest(file.name(), () -> check(file)));
  }

  private static void check(OddFile file) throws IOException {
    PlaybackReport.Result result = report.check(file);
    System.out.println(ReportTable.row(result));
    assertThat(result.deviations()).isEmpty();
  }
}
