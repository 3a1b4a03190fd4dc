package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.ElementHandle;
import io.sealcast.it.harness.TestVideos;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the way from the first visit to the playing video without a mouse. */
@Tag("long")
class KeyboardBrowserIT extends PageFixture {
  /** Maximum number of tab stops to any element; more would be unusable without a mouse. */
  private static final int MOST_STOPS = 30;

  /**
   * Whether the focus is visible: the focused element, or the one that represents it, has an
   * outline, a shadow or a border.
   */
  private static final String SHOWS_FOCUS =
      """
      () => {
        const drawn = (style) =>
          (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) ||
          style.boxShadow !== 'none';
        const focused = document.activeElement;
        if (focused === document.body) {
          return true; // the browser's own buttons, between the page's last stop and its first
        }
        const parts = [];
        for (let e = focused; e && parts.length < 4; e = e.parentElement) {
          parts.push(getComputedStyle(e));
        }
        parts.push(getComputedStyle(focused, '::after'), getComputedStyle(focused, '::before'));
        return parts.some(drawn);
      }""";

  @Test
  void signsUpUploadsAndWatchesByKeyboardAlone() {
    page.navigate("/sign-in");
    visitor.hasFocus("#username");
    goTo("a[href^='/sign-up']");
    press("Enter");
    visitor.isAt("/sign-up");
    visitor.hasFocus("#username");
    type("user-" + UUID.randomUUID().toString().substring(0, 13));
    goTo("#password");
    type(BrowserUser.PASSWORD);
    press("Enter");
    visitor.isThere("#empty");

    goTo("#empty a");
    press("Enter");
    visitor.isAt("/upload");
    goTo("#file");
    // The file dialog belongs to the operating system and can't be operated from here.
    page.setInputFiles("#file", TestVideos.mp4(60));
    goTo("#title");
    type("Typed, not clicked");
    goTo("#key");
    type(BrowserUser.KEY);
    goTo("#start");
    press("Enter");

    visitor.isThere(".card[data-status='processed']");
    goTo(".card-link");
    press("Enter");
    visitor.hasFocus("#key");
    type(BrowserUser.KEY);
    press("Enter");
    visitor.awaitPosition(1);
    useTheControls();
  }

  private void useTheControls() {
    goTo(".shaka-play-button");
    press("Enter");
    becomes("paused", "true");
    // While the video is paused, only the key changes its position.
    goTo(".shaka-seek-bar");
    double before = visitor.position();
    press("ArrowRight");
    visitor.awaitPosition(before + 4.5);
    press("k");
    becomes("paused", "false");

    goTo(".shaka-mute-button");
    press("Enter");
    becomes("muted", "true");

    goTo(".shaka-overflow-menu-button");
    press("Enter");
    goTo(".shaka-playbackrate-button");
    press("Enter");
    goTo(".shaka-playback-rates [data-rate='1.5']");
    press("Enter");
    becomes("playbackRate", "1.5");

    // A menu keeps the focus until it is closed.
    press("Escape");
    goTo(".shaka-fullscreen-button");
    press("Enter");
    page.waitForFunction("() => document.fullscreenElement !== null");
    press("f");
    page.waitForFunction("() => document.fullscreenElement === null");
  }

  /** Moves the focus to an element by the Tab key. The focus must be visible at each stop. */
  private void goTo(String selector) {
    visitor.isThere(selector);
    List<String> way = new ArrayList<>();
    for (int stop = 0; stop <= MOST_STOPS; stop++) {
      if (isFocused(selector)) {
        return;
      }
      page.keyboard().press("Tab");
      way.add(stop());
      assertThat(page.evaluate(SHOWS_FOCUS)).as("the focus shows at %s", stop()).isEqualTo(true);
    }
    throw new AssertionError(selector + " can't be reached by Tab; the way: " + way);
  }

  private boolean isFocused(String selector) {
    for (ElementHandle element : page.querySelectorAll(selector)) {
      if (Boolean.TRUE.equals(element.evaluate("e => e === document.activeElement"))) {
        return true;
      }
    }
    return false;
  }

  private String stop() {
    return (String)
        page.evaluate(
            "() => { const e = document.activeElement;"
                + " return `<${e.localName} id='${e.id}' class='${e.className}'>`; }");
  }

  private void press(String key) {
    page.keyboard().press(key);
  }

  private void type(String text) {
    page.keyboard().type(text);
  }

  private void becomes(String property, String value) {
    page.waitForFunction(
        "([property, value]) => String(document.querySelector('video')[property]) === value",
        List.of(property, value));
  }
}
