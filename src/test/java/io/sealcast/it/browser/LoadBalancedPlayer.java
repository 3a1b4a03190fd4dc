package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.FaultyNetwork;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** A viewer in a browser behind a load balancer with several servers. */
public final class LoadBalancedPlayer implements AutoCloseable {
  private static final int SECONDS = 120;

  /**
   * Ratio of the network rate to the bit rate of the video, so small that the buffer can't hide a
   * fault.
   */
  private static final double WIDTH = 1.5;

  private final Browser browser;
  private final FaultyNetwork network;
  private final BrowserUser visitor;
  private final PlaybackStalls interruptions;
  private final List<String> opened;

  /**
   * Starts playback at the first of the servers; the network switches to the next when it is away.
   *
   * @param ann the owner of the video, on a server that stays available
   */
  public LoadBalancedPlayer(Api ann, SealcastServer... servers) {
    long video = ann.uploadProcessed(TestVideos.mp4(SECONDS), BrowserUser.KEY);
    browser = Browser.open();
    network = FaultyNetwork.to(servers);
    visitor = new BrowserUser(browser, network.uri());
    interruptions = new PlaybackStalls(visitor.page());
    opened = streamsOpened(visitor.page());
    visitor.signIn(ann);
    visitor.page().navigate("/watch?v=" + video);
    visitor.awaitLoaded();
    network.down().limit((long) (bytesPerSecond(ann, video) * WIDTH));
    visitor.unlock();
    visitor.awaitPosition(1);
  }

  /** Starts the measurement of gaps. */
  public void mark() {
    interruptions.begin();
    network.down().mark();
  }

  /** Waits until the video has played beyond the part that is buffered now. */
  public void awaitMore() {
    visitor.awaitPosition(visitor.bufferedTo() + 2);
  }

  /** Returns the longest time in seconds without a byte since {@link #mark}. */
  public double longestGap() {
    return network.down().longestGap();
  }

  /** Returns the longest stall of the picture in seconds since {@link #mark}. */
  public double longestStandstill() {
    return interruptions.longest();
  }

  public void playedOnWithoutAsking() {
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
