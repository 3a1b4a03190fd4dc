package io.sealcast.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a server with a wrong base path ends and says why, also where Liberty would take the
 * path in another form.
 */
@Tag("long")
class WrongBasePathIT {
  @ParameterizedTest
  @ValueSource(strings = {"videos/", ""})
  void theServerEndsWithAClearSentence(String basePath) throws Exception {
    try (Installation installation = Installation.start("wrong-base-path");
        SealcastServer server =
            SealcastServer.in(installation).env("SEALCAST_BASE_PATH", basePath).begin()) {
      Awaitility.await("the server ends")
          .atMost(Duration.ofMinutes(4))
          .until(() -> !server.isAlive());
      assertThat(Files.readString(server.log()))
          .contains("SEALCAST_BASE_PATH must be / or a path such as /videos")
          .contains("not '" + basePath + "'. The server ends.")
          .doesNotContain("Sealcast is ready");
    }
  }
}
