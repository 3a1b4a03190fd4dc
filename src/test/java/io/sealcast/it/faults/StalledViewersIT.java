package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.PacedViewer;
import io.sealcast.it.client.SlowReader;
import io.sealcast.it.client.StalledViewers;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the cost of viewers who open a stream and read nothing, and that other viewers aren't
 * affected.
 */
class StalledViewersIT {
  private static final String KEY = "a key of some length";

  @Test
  @Tag("long")
  void twentyViewersWhoDoNotReadForTenSeconds() throws Exception {
    try (StalledViewers viewers = new StalledViewers(SealcastServer.shared(), 20)) {
      hold(viewers, Duration.ofSeconds(10));
    }
  }

  @Test
  @Tag("long")
  void twoHundredViewersWhoDoNotReadForAMinute() throws Exception {
    holdForAMinute(200);
  }

  @Test
  @Tag("long")
  void oneViewerWhoDoesNotReadForAMinute() throws Exception {
    holdForAMinute(1);
  }

  /**
   * The test lasts longer than Linux needs to report their sockets as writable again, which takes a
   * third of the largest send buffer: 1.4 MB of 4 MiB.
   */
  @Test
  @Tag("long")
  void readersOf8KibASecondAreKept() throws Exception {
    SealcastServer server = SealcastServer.shared();
    Api ann = Api.signUp(server);
    JsonObject stream = ann.stream(ann.uploadProcessed(TestVideos.large(24), KEY), KEY);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    double before = Scrape.of(server).value("sealcast_http_streams");
    try (SlowReader media = new SlowReader(server, ann, stream.getString("media_url"));
        SlowReader events = new SlowReader(server, ann, stream.getString("events_url"))) {
      Duration time = Duration.ofSeconds(200);
      Future<Boolean> mediaEnded = threads.submit(() -> media.read(8 * 1024, time));
      assertThat(events.read(8 * 1024, time)).as("the end of the events").isFalse();
      assertThat(mediaEnded.get()).as("the end of the media").isFalse();
      // a response that was broken off can still be read to the end of the socket buffers
      assertThat(Scrape.of(server).value("sealcast_http_streams") - before)
          .as("answers under way")
          .isEqualTo(2);
    } finally {
      threads.shutdown();
    }
  }

  private static void holdForAMinute(int size) throws Exception {
    try (Installation installation = Installation.start("stalled");
        SealcastServer server =
            SealcastServer.in(installation)
                .name("stalled")
                // without the cache, viewers can't share chunks
                .env("SEALCAST_CACHE_MAX_BYTES", "0")
                .start();
        StalledViewers viewers = new StalledViewers(server, size)) {
      hold(viewers, Duration.ofSeconds(65));
    }
  }

  private static void hold(StalledViewers viewers, Duration time) throws Exception {
    try (PacedViewer other = viewers.watchingViewer()) {
      await().until(() -> other.millis().size() >= 3);
      StalledViewers.Sample before = viewers.sample(other);
      viewers.connectAll();
      int watched = other.millis().size();
      pass(time.dividedBy(2));
      StalledViewers.Sample halfway = viewers.sample(other);
      pass(time.dividedBy(2));
      StalledViewers.Sample after = viewers.sample(other);
      double sent = (after.sentMib() - before.sentMib()) / viewers.webSocketViewers();
      var waits = other.millis().subList(watched, other.millis().size());
      long worst = waits.stream().mapToLong(ms -> ms).max().orElseThrow();
      System.out.printf(
          "%d viewers and %d by HTTP who read nothing for %d s: %.2f MiB sent to each, %.0f chunks under way,"
              + " heap beside the cache %.0f MiB before, %.0f halfway, %.0f at the end;"
              + " %d chunks to another viewer, the slowest after %d ms%n",
          viewers.webSocketViewers(),
          viewers.httpViewers(),
          time.toSeconds(),
          sent,
          after.chunksInFlight(),
          before.heapMib(),
          halfway.heapMib(),
          after.heapMib(),
          waits.size(),
          worst);
      assertThat(sent)
          .as("MiB to each: at most its window, and what sockets take")
          .isBetween(.01, 8.);
      assertThat(after.chunksInFlight()).as("chunks that wait for them").isLessThan(5);
      assertThat(after.sockets() - before.sockets())
          .as("nobody was cut")
          .isEqualTo(viewers.webSocketViewers());
      assertThat(after.heapMib() - before.heapMib())
          .as("MiB of heap: a chunk as text for each of the simple contract, one for each answer")
          .isLessThan(24 + 1.5 * viewers.webSocketViewers() / 2 + 1.1 * viewers.httpViewers());
      assertThat(after.heapMib() - halfway.heapMib()).as("meanwhile").isLessThan(24);
      assertThat(waits).hasSizeGreaterThan((int) time.toSeconds() / 2);
      assertThat(worst).as("a chunk is due each second").isLessThan(3000);
      viewers.assertWebSocketViewersGetEverything();
      viewers.assertHttpViewerGetsEverything();
    }
  }

  private static void pass(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
  }
}
