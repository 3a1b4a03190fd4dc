package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The web instance under a player is killed; the load balancer has another. */
@Tag("long")
class WebFaultBrowserIT {
  private static final int SECONDS = 120;

  /** What passes for every byte that is played, so that the buffer can't hide the fault. */
  private static final double WIDTH = 1.5;

  private final Cluster cluster = Cluster.shared(2);
  private final Api ann = cluster.ann().on(cluster.web(1));

  @Test
  void thePlayerGoesOnAtTheOtherInstanceAndAsksForNoKey() {
    long video = ann.uploadProcessed(TestVideos.mp4(SECONDS), Visitor.KEY);
    try (Browser browser = Browser.open();
        FaultyNetwork network = FaultyNetwork.to(cluster.web(0), cluster.web(1));
        Visitor visitor = new Visitor(browser, network.uri())) {
      Interruptions interruptions = new Interruptions(visitor.page());
      List<String> opened = streamsOpened(visitor.page());
      visitor.signIn(ann);
      visitor.page().navigate("/watch?v=" + video);
      visitor.page().waitForLoadState(LoadState.NETWORKIDLE);
      network.down().limit((long) (bytesPerSecond(video) * WIDTH));
      visitor.unlock();
      visitor.awaitPosition(1);
      interruptions.begin();
      network.down().mark();

      cluster.web(0).kill();

      visitor.awaitPosition(visitor.bufferedTo() + 2);
      Measured.tell(
          "web instance killed: no bytes came to the player for %.2f s at most,"
              + " the picture stood still for %.2f s at most",
          network.down().longestGap(), interruptions.longest());
      assertThat(network.down().longestGap()).isLessThan(5);
      assertThat(interruptions.states()).as("never asks for the key again").isEqualTo("playing");
      assertThat(opened).hasSize(1);
      visitor.hadNoTrouble();
    }
  }

  private static List<String> streamsOpened(Page page) {
    List<String> opened = new ArrayList<>();
    page.onRequest(
        request -> {
          if (request.method().equals("POST") && request.url().contains("/api/stream/")) {
            opened.add(request.url());
          }
        });
    return opened;
  }

  private double bytesPerSecond(long video) {
    JsonObject rendition = ann.video(video).getJsonArray("renditions").getJsonObject(0);
    return rendition.getJsonNumber("size").doubleValue() / SECONDS;
  }
}
