package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests by ear which of several sound tracks a player plays: each has a tone of its own. */
@Tag("long")
class FurtherSoundBrowserIT extends PageFixture {
  private static final Logger LOG = Logger.getLogger(FurtherSoundBrowserIT.class.getName());

  /**
   * No track has a language or a title, so that nothing but the track itself distinguishes them.
   */
  private static final String FILM =
      "-f lavfi -i testsrc2=size=854x480:rate=25:duration=90"
          + " -f lavfi -i sine=frequency=440:sample_rate=48000:duration=90"
          + " -f lavfi -i sine=frequency=1320:sample_rate=48000:duration=90"
          + " -f lavfi -i aevalsrc=0.1*sin(5280*PI*t):c=5.1:d=90:s=48000"
          + " -map 0 -map 1 -map 2 -map 3 -c:v libx264 -preset veryfast -g 50"
          + " -c:a aac -b:a:0 64k -b:a:1 192k -b:a:2 384k";

  /** Counts how often each tone was the loudest one, in moments of 85 ms. */
  private static final String LISTEN =
      """
      () => {
        const context = new AudioContext({ sampleRate: 48000 });
        const source = context.createMediaElementSource(document.querySelector('video'));
        const analyser = context.createAnalyser();
        analyser.fftSize = 4096;
        analyser.smoothingTimeConstant = 0;
        source.connect(analyser).connect(context.destination);
        const bins = new Float32Array(analyser.frequencyBinCount);
        window.heard = { 440: 0, 1320: 0, 2640: 0 };
        setInterval(() => {
          analyser.getFloatFrequencyData(bins);
          const loudness = (hertz) => bins[Math.round(hertz * analyser.fftSize / 48000)];
          const [loudest] = [440, 1320, 2640].sort((a, b) => loudness(b) - loudness(a));
          if (loudness(loudest) > -60) {
            heard[loudest]++;
          }
        }, 50);
        return context.resume();
      }""";

  private static final String PLAYER =
      "document.querySelector('video').ui.getControls().getPlayer()";

  @Test
  void aViewerHearsTheTrackThatWasChosenAndNoOther() {
    Api ann = Api.signUp(server);
    long video =
        ann.uploadProcessed(
            TestVideos.make("sounds-by-ear.mkv", List.of(FILM.split(" "))), BrowserUser.KEY);
    visitor.signIn(ann);
    page.setViewportSize(1280, 800);
    visitor.watch(video);
    page.evaluate(LISTEN);
    page.evaluate("() => { document.querySelector('video').loop = true; }");

    page.waitForFunction(
        "() => " + PLAYER + ".getAudioTracks().length === 4 && heard[440] > 20",
        null,
        new Page.WaitForFunctionOptions().setTimeout(180_000));
    page.waitForFunction("before => heard[440] > before + 40", page.evaluate("() => heard[440]"));
    assertThat(page.evaluate("() => `${heard[1320]} ${heard[2640]}`"))
        .as("other tracks, which the viewer hasn't chosen")
        .isEqualTo("0 0");

    for (String[] choice : new String[][] {{"Sound 2", "1320"}, {"Sound 3 (5.1)", "2640"}}) {
      choose(choice[0]);
      long chosen = System.nanoTime();
      page.waitForFunction("tone => heard[tone] > 5", choice[1]);
      LOG.info(choice[0] + " is heard after " + (System.nanoTime() - chosen) / 1e9 + " s");
      page.evaluate("() => Object.keys(heard).forEach((tone) => (heard[tone] = 0))");
      page.waitForFunction("tone => heard[tone] > 60", choice[1]);
      assertThat(
              page.evaluate(
                  "tone => Object.keys(heard).filter((t) => t !== tone && heard[t] > 0).join()",
                  choice[1]))
          .as("other tracks after the change")
          .isEqualTo("");
    }
    visitor.hadNoTrouble();
  }

  private void choose(String label) {
    page.hover("#stage");
    page.locator(".shaka-overflow-menu-button").click();
    page.locator(".shaka-overflow-menu .shaka-language-button").click();
    assertThat(page.locator(".menu-delivery-statistics:visible")).hasCount(0);
    Locator tracks = page.locator(".shaka-audio-languages button");
    tracks.filter(new Locator.FilterOptions().setHasText(label)).last().click();
  }
}
