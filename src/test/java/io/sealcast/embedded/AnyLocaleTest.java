package io.sealcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Database and broker where the machine speaks another language. */
class AnyLocaleTest {
  @TempDir Path directory;

  /**
   * In Turkish the capital of i is İ, which Kafka's own look-up of constants doesn't survive; with
   * the figures of Arabic, as Java prints them for Egypt, no library writes a number that a program
   * can read.
   */
  @Test
  void servicesStartInTurkishWithArabicFigures() throws Exception {
    String toolOptions = "-Duser.language=tr -Duser.language.format=ar -Duser.country.format=EG";
    try (LauncherProcess launcher =
        new LauncherProcess(directory, System.getProperty("java.class.path"), toolOptions)) {
      launcher.await("server.env");

      assertThat(launcher.failure()).doesNotExist();
      assertThat(launcher.state().resolve("server.env")).exists();
      assertThat(AwaitServices.hasDied(launcher.state())).isFalse();
    }
  }
}
