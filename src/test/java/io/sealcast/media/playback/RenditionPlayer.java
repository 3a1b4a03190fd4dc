package io.sealcast.media.playback;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.sealcast.it.browser.Browser;
import io.sealcast.media.Rendition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Plays renditions in a headless Chromium as Sealcast's page does: with its HLS playlists, its
 * Shaka with the same configuration, and MediaSource. Not thread-safe.
 */
public final class RenditionPlayer implements AutoCloseable {
  private static final String APART = "/manifest/x.m3u8";
  private static final String MUXED = "/manifest/muxed.m3u8";
  private static final int LOAD_MILLIS = 20_000;
  private static final int SEEK_MILLIS = 2_000;

  /** Duration in seconds above which a rendition is played faster and its sound isn't recorded. */
  private static final double LONG = 130;

  /** Playback rate of long renditions, at which a busy machine still decodes in time. */
  private static final double QUICK = 2;

  private static final double FAST = 4;

  private final Browser browser;
  private final RenditionServer server;

  private RenditionPlayer(Browser browser, RenditionServer server) {
    this.browser = browser;
    this.server = server;
  }

  /** Starts browser and server. Skips the calling test when there is no browser. */
  public static RenditionPlayer open() throws IOException {
    Browser browser = Browser.open();
    try {
      return new RenditionPlayer(browser, new RenditionServer());
    } catch (IOException e) {
      browser.close();
      throw e;
    }
  }

  /**
   * The observations to make.
   *
   * @param marked whether picture and sound carry their time ({@link SyncClip})
   * @param seeks number of seeks
   * @param muxed whether picture and sound are one track of the playlist, although they could be
   *     two
   */
  public record Request(boolean marked, int seeks, boolean muxed) {
    String manifest() {
      return muxed ? MUXED : APART;
    }
  }

  /** Plays a rendition completely, in real time if it is marked, and then seeks. */
  public Playing play(Rendition rendition, byte[] bytes, Request request) {
    server.serve(rendition, bytes);
    try (BrowserContext context = browser.context(server.uri());
        Page page = context.newPage()) {
      page.setDefaultTimeout(LOAD_MILLIS);
      page.navigate("/page.html");
      page.waitForFunction("() => window.measure");
      Answer loaded = call(page, "([m, l]) => measure.load(m, l)", request.manifest(), LOAD_MILLIS);
      if (loaded.text("error").isPresent()) {
        return failed(loaded);
      }
      double duration = loaded.number("duration");
      boolean listens = request.marked() && duration <= LONG;
      double rate = listens ? 1 : duration <= LONG ? QUICK : FAST;
      Answer played =
          call(
              page,
              "([h]) => measure.playThrough(h)",
              Map.of(
                  "rate",
                  rate,
                  "listen",
                  listens,
                  "read",
                  request.marked(),
                  "limit",
                  duration / rate * 1500 + 8000));
      List<Playing.Seek> seeks = new ArrayList<>();
      if (played.text("error").isEmpty()) {
        call(page, "([m, l]) => measure.reload(m, l)", request.manifest(), LOAD_MILLIS);
        seek(page, duration, request.seeks(), seeks);
      }
      return playing(loaded, played, seeks);
    }
  }

  private static void seek(Page page, double duration, int count, List<Playing.Seek> seeks) {
    Random random = new Random(13);
    for (int i = 0; i < count; i++) {
      double to =
          switch (i) {
            case 0 -> duration / 2;
            case 1 -> Math.max(0, duration - 0.05);
            case 2 -> 0;
            case 3 -> Math.max(0, duration - 0.6);
            default -> random.nextDouble() * duration;
          };
      Answer seek = call(page, "([t, l]) => measure.seek(t, l)", to, SEEK_MILLIS);
      seeks.add(
          new Playing.Seek(
              to,
              (long) seek.number("millis"),
              seek.number("mediaTime"),
              seek.number("sourceTime"),
              seek.yes("ok"),
              seek.text("error").orElse("")));
      if (seek.text("error").isPresent()) {
        return;
      }
    }
  }

  private static Playing failed(Answer loaded) {
    return new Playing(
        loaded.text("error"),
        loaded.number("duration"),
        0,
        0,
        Playing.Look.NONE,
        false,
        0,
        0,
        List.of(),
        new Observed(List.of(), List.of(), List.of()),
        new SyncErrors(List.of()),
        List.of());
  }

  private static Playing playing(Answer loaded, Answer played, List<Playing.Seek> seeks) {
    Observed observed =
        new Observed(
            played.rows("frames").stream()
                .map(f -> new Observed.Frame(f.number(0), f.number(1), f.yes(2)))
                .toList(),
            played.rows("beeps").stream()
                .map(b -> new Observed.Beep(b.number(0), b.number(1)))
                .toList(),
            played.rows("clock").stream()
                .map(c -> new Observed.Clock(c.number(0), c.number(1)))
                .toList());
    Answer first = new Answer(loaded.part("first"));
    Answer.Row mean = new Answer.Row((List<?>) first.part("mean"));
    Optional<String> error = played.text("error");
    if (error.isEmpty()) {
      error = seeks.stream().map(Playing.Seek::error).filter(e -> !e.isEmpty()).findFirst();
    }
    return new Playing(
        error,
        loaded.number("duration"),
        (int) loaded.number("width"),
        (int) loaded.number("height"),
        new Playing.Look(
            first.number("sourceTime"),
            (int) mean.number(0),
            (int) mean.number(1),
            (int) mean.number(2),
            first.number("deviation")),
        played.yes("ended"),
        played.number("reached"),
        played.number("seconds"),
        played.rows("stalls").stream()
            .map(s -> new Playing.Stall(s.number(0), (long) s.number(1)))
            .toList(),
        observed,
        SyncErrors.of(observed),
        seeks);
  }

  private static Answer call(Page page, String function, Object... arguments) {
    return new Answer(page.evaluate(function, List.of(arguments)));
  }

  @Override
  public void close() {
    server.close();
    browser.close();
  }
}
