package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.FaultyNetwork;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests connection failures during playback. The network is so slow that bytes are in transit at
 * each failure and the buffer can't bridge it completely.
 */
@Tag("long")
class LinkFaultsBrowserIT {
  private static final Logger LOG = Logger.getLogger(LinkFaultsBrowserIT.class.getName());

  /** Duration of the video in seconds. */
  private static final int LENGTH = 120;

  /** Ratio of the network rate to the bit rate of the video. */
  private static final double WIDTH = 1.5;

  private static Browser browser;
  private static SealcastServer server;
  private static Api ann;
  private static long video;

  private FaultyNetwork network;
  private BrowserUser visitor;
  private PlaybackStalls interruptions;

  @BeforeAll
  static void open() {
    browser = Browser.open();
    server = SealcastServer.shared();
    ann = Api.signUp(server);
    video = ann.uploadProcessed(TestVideos.mp4(LENGTH), BrowserUser.KEY);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void watchThroughANarrowWay() {
    startsAtItsBeginning();
    network = FaultyNetwork.to(server);
    visitor = new BrowserUser(browser, network.uri());
    interruptions = new PlaybackStalls(visitor.page());
    visitor.signIn(ann);
    visitor.page().navigate("/watch?v=" + video);
    visitor.awaitLoaded();
    network.down().limit((long) (bytesPerSecond() * WIDTH));
    visitor.unlock();
    visitor.awaitPosition(1);
    interruptions.begin();
    network.down().mark();
  }

  /** The server knows where the viewer left off in the test before. */
  private static void startsAtItsBeginning() {
    String position = "/api/videos/" + video + "/position";
    assertThat(ann.put(position, "{\"seconds\":0}").statusCode()).isEqualTo(204);
  }

  private static double bytesPerSecond() {
    JsonArray renditions = ann.video(video).getJsonArray("renditions");
    return renditions.getJsonObject(0).getJsonNumber("size").doubleValue() / LENGTH;
  }

  @AfterEach
  void leave() {
    visitor.close();
    network.close();
    visitor.hadNoTrouble();
  }

  @Test
  void goesOnByItselfWhenTheConnectionIsCutThreeTimes() {
    for (int i = 0; i < 3; i++) {
      awaitBytes(64 * 1024);
      network.cut();
    }
    playsBeyondWhatItHas();
    report("cut three times");
    assertThat(interruptions.states()).isEqualTo("playing");
  }

  @Test
  void goesOnByItselfWhenTheServerIsRestarted() {
    awaitBytes(64 * 1024);
    server.stop();
    server.startAgain();
    playsBeyondWhatItHas();
    report("server restarted");
    assertThat(interruptions.states()).as("never asks for the key again").isEqualTo("playing");
  }

  @Test
  void goesOnByItselfWhenTheNetworkWasGoneForAWhile() {
    awaitBytes(64 * 1024);
    network.silence();
    visitor.sees("#toast", "Reconnecting");
    network.restore();
    playsBeyondWhatItHas();
    report("network silent");
    assertThat(interruptions.states()).isEqualTo("playing");
    assertThat(visitor.page().locator("#toast").isVisible()).isFalse();
  }

  @Test
  void goesOnByItselfHoweverLongTheBrowserWasOffline() {
    awaitBytes(64 * 1024);
    visitor.context().setOffline(true);
    network.refuse();
    visitor.sees("#toast", "Reconnecting");
    interruptions.putClockForward(90);
    visitor.sees("#toast", "can't be reached. The video goes on by itself");
    network.restore();
    visitor.context().setOffline(false);
    playsBeyondWhatItHas();
    report("offline for an hour and a half");
    assertThat(interruptions.states()).as("never asks for anything").isEqualTo("playing");
    assertThat(visitor.page().locator("#toast").isVisible()).isFalse();
  }

  @Test
  void asksForTheKeyAndGoesOnAtTheSameSecondWhenTheStreamEndedMeanwhile() {
    visitor.awaitPosition(3);
    network.refuse();
    visitor.sees("#toast", "Reconnecting");
    String requestId =
        (String)
            visitor
                .page()
                .evaluate(
                    "id => JSON.parse(sessionStorage['sealcast.watch'])"
                        + ".videos[id].session.request_id",
                    Long.toString(video));
    assertThat(ann.delete("/api/stream/" + video + "/" + requestId).statusCode()).isEqualTo(204);
    network.restore();
    visitor.sees("#unlock", "The stream has ended.");
    visitor.sees("#unlock-heading", "Enter the key again to go on at 0:");
    double left = visitor.position();
    assertThat(left).isGreaterThanOrEqualTo(3);
    visitor.unlock();
    playsBeyondWhatItHas();
    assertThat(visitor.position()).isGreaterThan(left);
    assertThat(interruptions.states()).matches("playing locked( waiting)? playing");
  }

  @Test
  void leadsAViewerWhoIsSignedOutToTheDoorAndBackToTheSameSecond() {
    visitor.awaitPosition(3);
    visitor.context().clearCookies();
    network.cut();
    visitor.isAt("/sign-in\\?to=.*");
    double left = Double.parseDouble(visitor.page().url().replaceAll(".*t%3D(\\d+).*", "$1"));
    assertThat(left).isGreaterThanOrEqualTo(3);
    network.down().unlimited();
    visitor.enter(ann);
    visitor.awaitPosition(left + 0.5); // without the key: the stream exists
    assertThat(visitor.position()).isBetween(left, left + 20);
  }

  private void awaitBytes(int more) {
    long wanted = network.down().carried() + more;
    Awaitility.await("bytes under way")
        .atMost(Duration.ofSeconds(90))
        .until(() -> network.down().carried() >= wanted);
  }

  /**
   * Waits until the video plays beyond the buffered part: only that proves that the connection
   * works again.
   */
  private void playsBeyondWhatItHas() {
    visitor.awaitPosition(visitor.bufferedTo() + 1);
  }

  private void report(String fault) {
    LOG.info(
        String.format(
            Locale.ROOT,
            "%s: the picture stood still for %.1f s at most, no bytes came for %.1f s at most",
            fault,
            interruptions.longest(),
            network.down().longestGap()));
  }
}
