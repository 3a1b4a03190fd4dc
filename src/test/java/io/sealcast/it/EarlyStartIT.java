package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application is started before its database. */
@Tag("long")
class EarlyStartIT {
  private final Cluster cluster = Cluster.shared(1);
  private final Installation installation = cluster.installation();

  @Test
  void whoStartsBeforeTheDatabaseBecomesReadyByThemselves() {
    List<SealcastServer> early = List.of(cluster.web(0), cluster.processors().get(0));
    early.forEach(SealcastServer::kill);
    installation.order("stop database");
    early.forEach(SealcastServer::begin);
    early.forEach(EarlyStartIT::awaitThatItWaits);
    assertThat(early).noneMatch(SealcastServer::isReady);
    installation.order("start database");
    long started = System.nanoTime();
    early.forEach(SealcastServer::awaitReady);
    double ready = Measured.secondsSince(started);
    assertThat(cluster.ann().get("/api/videos").statusCode()).isEqualTo(200);
    Measured.tell("database came after the application: ready %.1f s after it", ready);
    assertThat(ready).isLessThan(30);
  }

  private static void awaitThatItWaits(SealcastServer server) {
    Awaitility.await("that " + server.log() + " says so")
        .atMost(Duration.ofMinutes(3))
        .until(() -> says(server, "Waiting for the database"));
  }

  private static boolean says(SealcastServer server, String words) throws IOException {
    return Files.readString(server.log()).contains(words);
  }
}
