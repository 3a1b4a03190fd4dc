package io.sealcast.it.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a server with a misspelt role ends and says why. */
@Tag("long")
class UnknownRoleIT {
  @Test
  void theServerEndsWithAClearSentence() throws IOException {
    try (Installation installation = Installation.start("unknown-role");
        SealcastServer server = SealcastServer.in(installation).roles("webb").begin()) {
      Awaitility.await("the server ends")
          .atMost(Duration.ofMinutes(4))
          .until(() -> !server.isAlive());
      assertThat(server.log())
          .content()
          .contains(
              "SEALCAST_ROLES must be web, processor, decryptor, transcoder or several of them,"
                  + " separated by commas, not 'webb'. The server ends.");
      assertThat(Files.readString(server.log())).doesNotContain("Sealcast is ready");
    }
  }
}
