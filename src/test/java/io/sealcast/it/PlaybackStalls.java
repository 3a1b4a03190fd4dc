package io.sealcast.it;

import com.microsoft.playwright.Page;

/**
 * How long a playing video stood still, looked at twenty times a second in the page itself. The
 * page's own clock can be put forward meanwhile; this one goes by the wall.
 */
final class PlaybackStalls {
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

  /** To be made before the page is opened. */
  PlaybackStalls(Page page) {
    this.page = page;
    page.addInitScript(SCRIPT);
  }

  /** From here on. */
  void begin() {
    page.evaluate(
        "() => Object.assign(interruptions,"
            + " { longest: 0, since: Date.now(), on: true, states: [] })");
  }

  /** Seconds of the longest one since the beginning. */
  double longest() {
    return ((Number) page.evaluate("() => interruptions.longest / 1000")).doubleValue();
  }

  /** What the stage has shown since the beginning, one after the other. */
  String states() {
    return (String) page.evaluate("() => interruptions.states.join(' ')");
  }

  /** Lets the page believe that so much time has passed. */
  void putClockForward(int minutes) {
    page.evaluate("minutes => { window.minutesLater += minutes; }", minutes);
  }
}
