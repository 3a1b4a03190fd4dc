package io.sealcast.bench;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.sealcast.it.browser.Browser;
import io.sealcast.it.browser.BrowserUser;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures how long after its upload a file can be watched: until the API calls it playable, until
 * Chromium shows the first picture to a viewer who types the key at once, and until it is
 * processed. Run by hand: {@code PlayableBenchmark <rounds> <file>…}; it prints medians and all
 * rounds. With {@code -Dprocessed=false}, a video is deleted as soon as it has played.
 */
public final class PlayableBenchmark {
  // a strong reference, since a garbage-collected logger loses its level
  private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

  private static final String FIRST_PICTURE =
      "() => new Promise((done) => { const video = document.getElementById('video');"
          + " video.requestVideoFrameCallback(() => done(Date.now())); })";

  private record Round(double playable, double picture, double processed) {}

  private final Api user;
  private final BrowserUser visitor;

  private PlayableBenchmark(Api user, BrowserUser visitor) {
    this.user = user;
    this.visitor = visitor;
  }

  /** Runs the benchmark. */
  public static void main(String[] arguments) throws Exception {
    KAFKA.setLevel(Level.WARNING);
    int rounds = Integer.parseInt(arguments[0]);
    List<Path> files = Arrays.stream(arguments).skip(1).map(Path::of).toList();
    try (Installation installation = Installation.start("playable");
        SealcastServer server = SealcastServer.in(installation).name("playable").start();
        Browser browser = Browser.open()) {
      Api user = Api.signUp(server);
      try (BrowserUser visitor = new BrowserUser(browser, server.uri())) {
        visitor.signIn(user);
        PlayableBenchmark benchmark = new PlayableBenchmark(user, visitor);
        for (Path file : files) {
          benchmark.measure(file, rounds);
        }
      }
    }
    System.exit(0);
  }

  private void measure(Path file, int rounds) throws InterruptedException {
    List<Round> all = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      all.add(round(file));
    }
    System.out.printf(
        Locale.ROOT,
        "%-28s playable %.1f s, first picture %.1f s, processed %.1f s; all: %s%n",
        file.getFileName(),
        median(all.stream().map(Round::playable).toList()),
        median(all.stream().map(Round::picture).toList()),
        median(all.stream().map(Round::processed).toList()),
        all);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private Round round(Path file) throws InterruptedException {
    long id = user.upload(file, BrowserUser.KEY);
    long uploaded = System.currentTimeMillis();
    Page page = visitor.page();
    visitor.navigate("/watch?v=" + id);
    Thread watcher = new Thread(() -> awaitPlayable(id, uploaded), "poll");
    watcher.start();
    page.waitForSelector(
        "#unlock",
        new Page.WaitForSelectorOptions()
            .setState(WaitForSelectorState.VISIBLE)
            .setTimeout(3_600_000));
    page.fill("#key", BrowserUser.KEY);
    page.click("#open");
    double shown = ((Number) page.evaluate(FIRST_PICTURE)).doubleValue();
    watcher.join();
    boolean wanted = !"false".equals(System.getProperty("processed"));
    double processed = wanted ? awaitEnd(id, uploaded) : Double.NaN;
    user.delete("/api/videos/" + id);
    return new Round(playable, (shown - uploaded) / 1000, processed);
  }

  private volatile double playable;

  private void awaitPlayable(long id, long uploaded) {
    while (!user.video(id).getBoolean("playable")) {
      pause(50);
    }
    playable = (System.currentTimeMillis() - uploaded) / 1000.0;
  }

  private double awaitEnd(long id, long uploaded) {
    while (true) {
      JsonObject video = user.video(id);
      String status = video.getString("status");
      if (status.equals("processed")) {
        return (System.currentTimeMillis() - uploaded) / 1000.0;
      } else if (status.equals("failed")) {
        throw new IllegalStateException(video.toString());
      }
      pause(200);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
