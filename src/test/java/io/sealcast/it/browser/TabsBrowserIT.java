package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import io.sealcast.it.client.Api;
import io.sealcast.it.client.Multipart;
import io.sealcast.it.harness.LeasedVideos;
import io.sealcast.it.harness.Measurement;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.TestVideos;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests many tabs of a browser over HTTP/1.1, with its limit of six connections per host, during
 * the processing of many videos.
 */
@Tag("long")
class TabsBrowserIT extends BrowserFixture {
  private static final int TABS = 10;
  private static final int VIDEOS = 20;
  private static final double PATIENCE = 60_000;

  /** Time in seconds that distinguishes a page that waits for a connection from a busy machine. */
  private static final double WAITING = 3;

  private static final String CARD = ".card[data-video='%d']";

  private final Api ann = Api.signUp(server);
  private final List<Page> tabs = new ArrayList<>();
  private BrowserUser visitor;

  @AfterEach
  void leave() {
    visitor.close();
    visitor.hadNoTrouble();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", NAS})
  void tenTabsShareOneConnectionAndNoPageWaitsForOne(String host) throws SQLException {
    visitor = new BrowserUser(browser, URI.create("http://" + host + ":" + server.uri().getPort()));
    try (LeasedVideos work = new LeasedVideos(ann, VIDEOS)) {
      visitor.signIn(ann);
      assertThat(visitor.page().evaluate("() => 'locks' in navigator"))
          .isEqualTo(!host.equals(NAS));
      tabs.add(visitor.page());
      List<Double> ready = new ArrayList<>();
      while (tabs.size() < TABS) {
        Page tab = visitor.context().newPage();
        tabs.add(tab);
        ready.add(secondsUntilReady(tab, work.ids().get(0)));
      }
      Measurement.report("a tab more is ready after %s s", ready);
      // it takes half a second on an idle machine; pages without a connection would wait for ever
      assertThat(ready).allMatch(seconds -> seconds < WAITING);
      awaitStreams(1);

      long uploaded = upload();
      tabs.forEach(tab -> isThere(tab, uploaded));
      tabs.forEach(tab -> says(tab, uploaded, "Not playable"));
      // no event reports this
      work.progress(work.ids().get(3), 77);
      tabs.forEach(tab -> says(tab, work.ids().get(3), "Preparing 77 %"));

      tabs.remove(0).close(); // the leader, as the first tab
      awaitStreams(1);
      ann.delete("/api/videos/" + uploaded);
      tabs.forEach(tab -> assertThat(card(tab, uploaded)).hasCount(0, within(PATIENCE)));
      long another = upload();
      tabs.forEach(tab -> isThere(tab, another));
      awaitStreams(1);

      signOut();
    }
  }

  private void signOut() {
    tabs.get(4).click(".account summary");
    tabs.get(4).click("#leave button");
    tabs.forEach(
        tab ->
            assertThat(tab)
                .hasURL(
                    Pattern.compile(".*/sign-in.*"),
                    new PageAssertions.HasURLOptions().setTimeout(PATIENCE)));
    awaitStreams(0);
  }

  /**
   * Returns the best of three measurements: a page without a connection waits each time, unlike one
   * on a busy machine.
   */
  private static double secondsUntilReady(Page tab, long id) {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 3 && best >= WAITING; i++) {
      long start = System.nanoTime();
      tab.navigate("/");
      isThere(tab, id);
      best = Math.min(best, Measurement.secondsSince(start));
    }
    return best;
  }

  private long upload() {
    return Api.json(
            new Multipart()
                .text("encryption_key", BrowserUser.KEY)
                .file("film.mp4", TestVideos.unreadable(100))
                .send(ann))
        .getInt("file_id");
  }

  private static Locator card(Page tab, long id) {
    return tab.locator(String.format(CARD, id));
  }

  private static void isThere(Page tab, long id) {
    assertThat(card(tab, id)).hasCount(1, within(PATIENCE));
  }

  private static void says(Page tab, long id, String words) {
    assertThat(card(tab, id).locator(".chip-status"))
        .hasText(words, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
  }

  private static LocatorAssertions.HasCountOptions within(double patience) {
    return new LocatorAssertions.HasCountOptions().setTimeout(patience);
  }

  private static void awaitStreams(int count) {
    Awaitility.await("event streams on the server")
        .atMost(Duration.ofSeconds(30))
        .during(Duration.ofSeconds(1))
        .until(() -> Scrape.of(server).value("sealcast_event_streams") == count);
  }
}
