package io.sealcast.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.browser.LoadBalancedPlayer;
import io.sealcast.it.client.Api;
import io.sealcast.it.client.RangeLink;
import io.sealcast.it.client.Watcher;
import io.sealcast.it.harness.KnownVideo;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the kill of one of two servers, as processor or as web instance, while it serves clients
 * and browsers: the other one takes over. {@link ProcessFaultsIT} measures the time.
 */
class ServerFaultIT {
  private static final String ANSWERED = "sealcast_delivery_requests_total{outcome=\"answered\"}";
  private static final int MIB = 1 << 20;
  private static final int MEBIBYTES = 48;

  /**
   * Bytes per second, so few that the first pass lasts for the whole test: a repeated part would
   * come from the cache.
   */
  private static final long SPEED = 2 * MIB;

  /**
   * Maximum number of streams to open until one is served by the wanted processor; each processor
   * is equally likely.
   */
  private static final int MOST_STREAMS = 12;

  /**
   * Longest gap in seconds. It is longer than in production, since two test runs share a machine.
   */
  private static final double LONGEST_GAP = 5;

  private final SealcastServer server = SealcastServer.shared();
  private final Api ann = Api.signUp(server);

  @Test
  @Tag("long")
  void viewersOfAServerThatIsKilledGoOnWithTheOther() throws Exception {
    try (SealcastServer neighbour =
            SealcastServer.in(server.installation()).name("neighbour").start();
        LoadBalancedPlayer player = new LoadBalancedPlayer(ann, neighbour, server)) {
      KnownVideo video = KnownVideo.upload(ann, server.installation().storage(), MEBIBYTES);
      JsonObject answeredThere = answeredBy(neighbour, video);
      JsonObject connectedThere = video.open();
      try (Watcher ofItsProcessor =
              Watcher.begin(video.bytes(), SPEED, video.socket(server, answeredThere));
          Watcher ofItsSockets =
              Watcher.begin(
                  video.bytes(),
                  SPEED,
                  video.socket(neighbour, connectedThere),
                  video.socket(server, connectedThere))) {
        List<Watcher> watchers = List.of(ofItsProcessor, ofItsSockets);
        watchers.forEach(watcher -> watcher.awaitMore(4 * MIB));
        watchers.forEach(Watcher::mark);
        player.mark();

        neighbour.kill();

        watchers.forEach(watcher -> watcher.awaitMore(8 * MIB));
        player.awaitMore();
        Measurement.report(
            "one of two servers killed, beside other tests: no bytes came for %.2f s at most to a"
                + " viewer of its processor, for %.2f s to one at its WebSocket, for %.2f s to a"
                + " player, whose picture stood still for %.2f s at most",
            ofItsProcessor.longestGap(),
            ofItsSockets.longestGap(),
            player.longestGap(),
            player.longestStandstill());
        assertThat(player.longestGap()).isLessThan(LONGEST_GAP);
        player.playedOnWithoutAsking();
        assertThat(watchers).allMatch(watcher -> watcher.longestGap() < LONGEST_GAP);
        assertThat(ofItsProcessor.interruptions()).as("failures that it was told").isZero();
        assertThat(ofItsSockets.interruptions()).as("connections that broke").isEqualTo(1);
      }
    }
    ann.uploadProcessed(TestVideos.mp4(4), KnownVideo.KEY);
  }

  /** Opens a stream at the shared server whose chunks come from the given processor. */
  private JsonObject answeredBy(SealcastServer processor, KnownVideo video)
      throws IOException, InterruptedException {
    List<JsonObject> others = new ArrayList<>();
    for (int chunk = 0; chunk < MOST_STREAMS; chunk++) {
      JsonObject stream = video.open();
      double before = Scrape.of(processor).value(ANSWERED);
      try (RangeLink link = video.socket(server, stream)) {
        // a chunk that was never requested isn't in the cache
        link.read((long) chunk * MIB, (chunk + 1L) * MIB - 1, bytes -> {});
      }
      if (Scrape.of(processor).value(ANSWERED) > before) {
        others.forEach(ann::endStream);
        return stream;
      }
      others.add(stream);
    }
    throw new AssertionError("no stream of " + MOST_STREAMS + " was served by the neighbour");
  }
}
