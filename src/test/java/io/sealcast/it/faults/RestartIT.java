package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.KnownVideo;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests a power failure during the processing of some videos. */
@Tag("long")
class RestartIT {
  private static final int VIDEOS = 6;
  private static final String PROCESSED = "sealcast_jobs_total{outcome=\"processed\"}";

  /** A time in which a processor polls for abandoned jobs more than once. */
  private static final Duration QUIET = Duration.ofSeconds(12);

  private final SealcastServer server = SealcastServer.shared();
  private final Installation installation = server.installation();
  private final Api ann = Api.signUp(server);

  @Test
  void eachVideoEndsProcessedExactlyOnce() throws Exception {
    Path file = TestVideos.avi(15);
    List<Long> videos = new ArrayList<>();
    for (int i = 0; i < VIDEOS; i++) {
      videos.add(ann.upload(file, KnownVideo.KEY));
    }
    String ids = videos.stream().map(String::valueOf).collect(Collectors.joining(","));
    Awaitility.await("some videos that are ready and some under way")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> count(ids, "status = 'processed'") > 1 && inFlight(ids) > 0);

    server.kill();
    installation.kill();
    installation.startAgain();
    long before = count(ids, "status = 'processed'");
    long brokenOff = inFlight(ids);
    assertThat(brokenOff).as("videos in whose middle all was killed").isPositive();
    server.startAgain();
    long ready = System.nanoTime();
    videos.forEach(video -> ann.awaitStatus(video, "processed"));
    Measurement.report(
        "all killed with %d of %d videos processed and %d under way: the rest were processed"
            + " %.1f s after the server was ready",
        before, VIDEOS, brokenOff, Measurement.secondsSince(ready));

    Awaitility.await("that nobody works any more")
        .during(QUIET)
        .atMost(QUIET.multipliedBy(3))
        .until(() -> jobs(PROCESSED) == VIDEOS - before && jobs("sealcast_jobs_running") == 0);
    assertThat(count(ids, "attempts = 1")).isEqualTo(VIDEOS - brokenOff);
    assertThat(count(ids, "attempts = 2")).isEqualTo(brokenOff);
    for (long video : videos) {
      assertThat(ann.video(video).getJsonArray("renditions")).hasSize(1);
      assertThat(stored(video)).isEqualTo(registered(video));
    }
  }

  private double jobs(String metric) {
    return Scrape.of(server).value(metric);
  }

  private long inFlight(String ids) throws SQLException {
    return count(ids, "status = 'processing'");
  }

  private long count(String ids, String condition) throws SQLException {
    return Long.parseLong(
        column("select count(*) from video_file where id in (" + ids + ") and " + condition)
            .iterator()
            .next());
  }

  private Set<String> registered(long video) throws SQLException {
    return column("select object_id from media_object where video_id = " + video);
  }

  private Set<String> column(String query) throws SQLException {
    Set<String> values = new TreeSet<>();
    try (Connection database = installation.database();
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  /** Returns the ids of all objects in the storage, including unknown ones. */
  private Set<String> stored(long video) throws IOException {
    try (Stream<Path> files = Files.list(installation.storage().resolve("videos/" + video))) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("keys.json"))
          .map(name -> name.replaceFirst("\\..*", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
