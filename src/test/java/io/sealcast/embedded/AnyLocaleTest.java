package io.sealcast.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that database and broker start in any default locale. */
class AnyLocaleTest {
  @TempDir Path directory;

  /**
   * In Turkish, the upper-case form of i is İ, with which Kafka's lookup of constants fails. With
   * the Arabic digits that Java uses for Egypt, formatted numbers can't be parsed by programs.
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
