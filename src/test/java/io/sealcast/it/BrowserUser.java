package io.sealcast.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** A user with a browser: a new profile with one page, and the actions of users on it. */
final class BrowserUser implements AutoCloseable {
  static final String KEY = "a long key for the tests";
  static final String PASSWORD = "a long password";

  /** Timeout in milliseconds for the slowest machine under load. */
  static final double PATIENCE = 90_000;

  private final List<String> refusals = new ArrayList<>();
  private final BrowserContext context;
  private final Page page;

  BrowserUser(Browser browser, URI address) {
    context = browser.context(address);
    context.setDefaultTimeout(PATIENCE);
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            refusals.add(message.text());
          }
        });
    page.onPageError(refusals::add);
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  void signUp() {
    page.navigate("/sign-up");
    page.fill("#username", "user-" + UUID.randomUUID().toString().substring(0, 13));
    page.fill("#password", PASSWORD);
    page.click("#submit");
    sees("#heading", "Library");
  }

  void signIn(Api user) {
    page.navigate("/sign-in");
    enter(user);
    sees("#heading", "Library");
  }

  void signOut() {
    page.click(".account summary");
    page.click("#leave button");
  }

  /** Submits the sign-in form of the current page. */
  void enter(Api user) {
    page.fill("#username", user.username());
    page.fill("#password", user.password());
    page.click("#submit");
  }

  void choose(Path video) {
    page.navigate("/upload");
    page.setInputFiles("#file", video);
    page.fill("#key", KEY);
  }

  /** Opens a video with its key and waits until it plays. */
  void watch(long video) {
    page.navigate("/watch?v=" + video);
    unlock();
    awaitPosition(1);
  }

  void unlock() {
    isThere("#unlock");
    page.fill("#key", KEY);
    page.click("#open");
  }

  void awaitPosition(double beyondSecond) {
    page.waitForFunction(
        "t => document.querySelector('video')?.currentTime > t",
        beyondSecond,
        new Page.WaitForFunctionOptions().setTimeout(2 * PATIENCE));
  }

  double position() {
    return number("() => document.querySelector('video').currentTime");
  }

  /** Returns the time in seconds up to which the video is buffered. */
  double bufferedTo() {
    return number(
        "() => { const { buffered } = document.querySelector('video');"
            + " return buffered.length ? buffered.end(buffered.length - 1) : 0; }");
  }

  double number(String function) {
    return ((Number) page.evaluate(function)).doubleValue();
  }

  /** Waits until the page has the element with the words in its text. */
  void sees(String selector, String words) {
    Locator place = page.locator(selector);
    assertThat(place)
        .containsText(words, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    isThere(selector);
  }

  void isThere(String selector) {
    assertThat(page.locator(selector))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
  }

  void hasFocus(String selector) {
    assertThat(page.locator(selector))
        .isFocused(new LocatorAssertions.IsFocusedOptions().setTimeout(PATIENCE));
  }

  void isAt(String address) {
    assertThat(page)
        .hasURL(
            Pattern.compile(".*" + address),
            new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
  }

  /** Asserts that no script, style or address was blocked and no script failed. */
  void hadNoTrouble() {
    assertThat(refusals).as("scripts, styles and errors on the page").isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
