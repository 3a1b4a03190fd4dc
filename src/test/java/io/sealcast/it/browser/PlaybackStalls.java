package io.sealcast.it.browser;

import com.microsoft.playwright.Page;

/**
 * Measures the stalls of a playing video by a script in the page that samples it 20 times a second.
 * It uses real time, so a test can advance the clock of the page meanwhile.
 */
public final class PlaybackStalls {
  private static final String SCRIPT =
      """
      (() => {
        const seen = { longest: 0, since: 0, at: -1, on: false, states: [] };
        const now = performance.now.bind(performance);
        window.interruptions = seen;
        window.minutesLater = 0;
        performance.now = () => now() + window.minutesLater * 60_000;
        setInterval(() => {
          const video = document.querySelector('video');
          if (!seen.on || !video) {
            return;
          }
          if (video.currentTime !== seen.at) {
            seen.at = video.currentTime;
            seen.since = Date.now();
          }
          seen.longest = Math.max(seen.longest, Date.now() - seen.since);
          const { state } = document.querySelector('#stage').dataset;
          if (seen.states.at(-1) !== state) {
            seen.states.push(state);
          }
        }, 50);
      })()""";

  private final Page page;

  /** Prepares the measurement. It must be created before the page is opened. */
  public PlaybackStalls(Page page) {
    this.page = page;
    page.addInitScript(SCRIPT);
  }

  /** Starts the measurement. */
  public void begin() {
    page.evaluate(
        "() => Object.assign(interruptions,"
            + " { longest: 0, since: Date.now(), on: true, states: [] })");
  }

  /** Returns the longest stall in seconds since {@link #begin}. */
  public double longest() {
    return ((Number) page.evaluate("() => interruptions.longest / 1000")).doubleValue();
  }

  /** Returns the sequence of the player's states since {@link #begin}. */
  public String states() {
    return (String) page.evaluate("() => interruptions.states.join(' ')");
  }

  /** Advances the clock of the page. */
  public void putClockForward(int minutes) {
    page.evaluate("minutes => { window.minutesLater += minutes; }", minutes);
  }
}
