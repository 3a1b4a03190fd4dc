package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.StoredRendition;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
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
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a long film is encoded by two processors, and by the one that is left. */
@Tag("long")
class PieceFaultIT {
  private static final String KEY = "a key of a long film";
  private static final int SECONDS = 300;
  private static final int RATE = 25;

  private static Installation installation;
  private static SealcastServer first;
  private static SealcastServer second;
  private static Api ann;

  @BeforeAll
  static void start() {
    installation = Installation.start("piece-fault");
    first = server("piece-1");
    second = server("piece-2");
    ann = Api.signUp(first);
  }

  private static SealcastServer server(String name) {
    return SealcastServer.in(installation)
        .name(name)
        .env("SEALCAST_FFMPEG_THREADS", "1")
        .env("SEALCAST_PROCESSING_RETRY_AFTER", "PT1S,PT2S")
        .env("SEALCAST_LADDER_SHORT_SIDES", "")
        .start();
  }

  @AfterEach
  void startWhatWasKilled() {
    for (SealcastServer server : List.of(first, second)) {
      if (!server.isAlive()) {
        server.startAgain();
      }
    }
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
    installation.close();
  }

  /** Returns a film of five pieces with sound, which has to be encoded. */
  private static Path film() {
    return TestVideos.make(
        "pieces-" + SECONDS + ".mkv",
        List.of(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=854x480:rate=" + RATE + ":duration=" + SECONDS,
            "-f",
            "lavfi",
            "-i",
            "sine=frequency=440:duration=" + SECONDS,
            "-c:v",
            "mpeg4",
            "-g",
            "50",
            "-q:v",
            "8",
            "-c:a",
            "ac3"));
  }

  /** Uploads the film and waits until the helper has made a piece and makes the next one. */
  private static long uploadUntilTheMiddle() {
    long video = ann.upload(film(), KEY);
    await(() -> !made(video).isEmpty());
    await(
        () -> {
          SealcastServer helper = helper(video);
          return workers(video).stream().anyMatch(worker -> isOf(worker, helper));
        });
    return video;
  }

  private static List<String> made(long video) throws SQLException {
    return texts(
        "select object_id from piece_step where object_id is not null and video_id = " + video);
  }

  private static List<String> workers(long video) throws SQLException {
    return texts("select worker from piece_step where worker is not null and video_id = " + video);
  }

  private static boolean isOf(String worker, SealcastServer server) {
    return worker.startsWith((server == first ? "piece-1" : "piece-2") + "/");
  }

  /** Returns the processor that has the lease of the video. */
  private static SealcastServer leader(long video) throws SQLException {
    String worker = texts("select worker from video_file where id = " + video).get(0);
    return isOf(worker, first) ? first : second;
  }

  private static SealcastServer helper(long video) throws SQLException {
    return leader(video) == first ? second : first;
  }

  @Test
  void aLeaderThatIsKilledLosesWhatItHadInWorkAndNoPieceThatIsMade() throws Exception {
    long video = uploadUntilTheMiddle();
    List<String> before = made(video);
    SealcastServer killed = leader(video);
    ann = ann.on(helper(video));

    killed.kill();

    List<String> last = before;
    for (List<String> now = last; !now.isEmpty(); now = made(video)) {
      last = now;
      Thread.sleep(100);
    }
    assertThat(last).as("the pieces of the job at its end").hasSize(4).containsAll(before);
    isWholeAndLeavesNothing(video);
  }

  @Test
  void aHelperThatIsKilledLosesThePieceThatItHadInWork() throws Exception {
    long video = uploadUntilTheMiddle();
    SealcastServer killed = helper(video);
    ann = ann.on(leader(video));

    killed.kill();

    await(() -> ann.video(video).getString("status").equals("processed"));
    assertThat(texts("select attempts from video_file where id = " + video)).containsExactly("1");
    isWholeAndLeavesNothing(video);
  }

  private static void isWholeAndLeavesNothing(long video) throws Exception {
    await(() -> ann.video(video).getString("status").equals("processed"));
    JsonObject processed = ann.video(video);
    assertThat(processed.getJsonNumber("duration_seconds").doubleValue())
        .isCloseTo(SECONDS, within(0.1));
    assertThat(processed.getJsonArray("warnings")).isEmpty();
    String object = processed.getJsonArray("renditions").getJsonObject(0).getString("object");
    assertThat(pictures(StoredRendition.read(installation.storage(), video, object, KEY)))
        .isEqualTo(SECONDS * RATE);
    assertThat(texts("select step_id from piece_step")).isEmpty();
    await(() -> sealed(video) == registered(video));
    assertThat(texts("select object_id from object_deletion")).isEmpty();
  }

  /** Decodes the whole and returns the number of pictures; a message of ffmpeg is a failure. */
  private static long pictures(byte[] rendition) throws IOException {
    Path file = Files.createTempFile(installation.directory(), "rendition", ".mp4");
    Files.write(file, rendition);
    List<String> command = new ArrayList<>(TestVideos.ffmpeg());
    command.addAll(List.of("-loglevel", "level+warning", "-nostdin", "-i", file.toString()));
    command.addAll(List.of("-map", "0", "-f", "framecrc", "-"));
    Process decoder = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = new String(decoder.getInputStream().readAllBytes()).lines().toList();
    assertThat(lines).noneMatch(line -> line.matches(".*\\[(warning|error|fatal|panic)].*"));
    return lines.stream().filter(line -> line.startsWith("0,")).count();
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(6))
        .pollInterval(Duration.ofMillis(100))
        .until(condition);
  }

  private static List<String> texts(String query) throws SQLException {
    try (Connection database = installation.database();
        Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> texts = new ArrayList<>();
      while (result.next()) {
        texts.add(result.getString(1));
      }
      return texts;
    }
  }

  private static int registered(long video) throws SQLException {
    return texts("select object_id from media_object where video_id = " + video).size();
  }

  private static int sealed(long video) throws IOException {
    try (Stream<Path> files = Files.walk(installation.storage())) {
      return (int)
          files
              .filter(file -> file.toString().contains("/" + video + "/"))
              .filter(file -> file.toString().endsWith(".sealed"))
              .count();
    }
  }
}
