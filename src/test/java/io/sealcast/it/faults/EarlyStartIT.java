package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.SealcastServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests a start of the application before its database. */
@Tag("long")
class EarlyStartIT {
  private final SealcastServer server = SealcastServer.shared();
  private final Installation installation = server.installation();
  private final Api ann = Api.signUp(server);

  @Test
  void whoStartsBeforeTheDatabaseBecomesReadyByItself() throws IOException {
    server.stop();
    long saidBefore = Files.size(server.log());
    installation.order("stop database");
    try {
      server.begin();
      Awaitility.await("that " + server.log() + " says so")
          .atMost(Duration.ofMinutes(3))
          .until(() -> saysAfter(saidBefore, "Waiting for the database"));
      assertThat(server.isReady()).isFalse();
    } finally {
      installation.order("start database"); // other tests share the installation
    }
    long started = System.nanoTime();
    server.awaitReady();
    double ready = Measurement.secondsSince(started);
    assertThat(ann.get("/api/videos").statusCode()).isEqualTo(200);
    Measurement.report("database came after the application: ready %.1f s after it", ready);
    assertThat(ready).isLessThan(30);
  }

  private boolean saysAfter(long place, String words) throws IOException {
    byte[] log = Files.readAllBytes(server.log());
    int from = (int) place;
    return new String(log, from, log.length - from, StandardCharsets.UTF_8).contains(words);
  }
}
