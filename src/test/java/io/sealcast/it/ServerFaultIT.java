package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * One of two servers is killed while viewers have their bytes from it, as processor or as web
 * instance, by a client of their own or in a browser: the other goes on. How soon is measured by
 * {@link ProcessFaultsIT}.
 */
class ServerFaultIT {
  private static final String ANSWERED = "sealcast_delivery_requests_total{outcome=\"answered\"}";
  private static final int MIB = 1 << 20;
  private static final int MEBIBYTES = 48;

  /** The first pass over the video lasts: what is watched again comes from memory. */
  private static final long SPEED = 2 * MIB;

  /** Each has the same chance to be answered by either. */
  private static final int MOST_STREAMS = 12;

  /** Seconds; nobody has to be patient for so long, but two test runs share this machine. */
  private static final double LONGEST_GAP = 5;

  private final SealcastServer server = SealcastServer.shared();
  private final Api ann = Api.signUp(server);

  @Test
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
        Measurement.tell(
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

  /** A stream at the shared server whose chunks come from the other's processor. */
  private JsonObject answeredBy(SealcastServer processor, KnownVideo video)
      throws IOException, InterruptedException {
    List<JsonObject> others = new ArrayList<>();
    for (int chunk = 0; chunk < MOST_STREAMS; chunk++) {
      JsonObject stream = video.open();
      double before = Scrape.of(processor).value(ANSWERED);
      try (RangeLink link = video.socket(server, stream)) {
        // a chunk that nobody has had yet: it isn't in memory
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
