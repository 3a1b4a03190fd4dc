package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Somebody who watches in a browser, behind a load balancer that has more than one server. */
final class LoadBalancedPlayer implements AutoCloseable {
  private static final int SECONDS = 120;

  /** What passes for every byte that is played, so that the buffer can't hide a fault. */
  private static final double WIDTH = 1.5;

  private final Browser browser;
  private final FaultyNetwork network;
  private final BrowserUser visitor;
  private final PlaybackStalls interruptions;
  private final List<String> opened;

  /**
   * Begins to watch at the first of the servers, and is sent to the next when that is gone.
   *
   * @param ann whose video it is, at a server that stays
   */
  LoadBalancedPlayer(Api ann, SealcastServer... servers) {
    long video = ann.uploadProcessed(TestVideos.mp4(SECONDS), BrowserUser.KEY);
    browser = Browser.open();
    network = FaultyNetwork.to(servers);
    visitor = new BrowserUser(browser, network.uri());
    interruptions = new PlaybackStalls(visitor.page());
    opened = streamsOpened(visitor.page());
    visitor.signIn(ann);
    visitor.page().navigate("/watch?v=" + video);
    visitor.page().waitForLoadState(LoadState.NETWORKIDLE);
    network.down().limit((long) (bytesPerSecond(ann, video) * WIDTH));
    visitor.unlock();
    visitor.awaitPosition(1);
  }

  /** From here on gaps count. */
  void mark() {
    interruptions.begin();
    network.down().mark();
  }

  /** Waits until it has played more than it has now. */
  void awaitMore() {
    visitor.awaitPosition(visitor.bufferedTo() + 2);
  }

  /** Seconds without a byte, since the mark. */
  double longestGap() {
    return network.down().longestGap();
  }

  /** Seconds for which the picture stood still, since the mark. */
  double longestStandstill() {
    return interruptions.longest();
  }

  void playedOnWithoutAsking() {
    assertThat(interruptions.states()).as("never asks for the key again").isEqualTo("playing");
    assertThat(opened).as("streams opened").hasSize(1);
    visitor.hadNoTrouble();
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

  private static double bytesPerSecond(Api ann, long video) {
    JsonObject rendition = ann.video(video).getJsonArray("renditions").getJsonObject(0);
    return rendition.getJsonNumber("size").doubleValue() / SECONDS;
  }

  @Override
  public void close() {
    visitor.close();
    network.close();
    browser.close();
  }
}
