package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import io.sealcast.it.client.Api;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** A user with a browser: a new profile with one page, and the actions of users on it. */
public final class BrowserUser implements AutoCloseable {
  public static final String KEY = "a long key for the tests";
  public static final String PASSWORD = "a long password";

  /** Timeout in milliseconds for the slowest machine under load. */
  public static final double PATIENCE = 90_000;

  private final List<String> refusals = new ArrayList<>();
  private final BrowserContext context;
  private final Page page;

  public BrowserUser(Browser browser, URI address) {
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

  public Page page() {
    return page;
  }

  public BrowserContext context() {
    return context;
  }

  public void signUp() {
    page.navigate("/sign-up");
    page.fill("#username", "user-" + UUID.randomUUID().toString().substring(0, 13));
    page.fill("#password", PASSWORD);
    page.click("#submit");
    sees("#heading", "Library");
  }

  public void signIn(Api user) {
    page.navigate("/sign-in");
    enter(user);
    sees("#heading", "Library");
  }

  public void signOut() {
    page.click(".account summary");
    page.click("#leave button");
  }

  /** Submits the sign-in form of the current page. */
  public void enter(Api user) {
    page.fill("#username", user.username());
    page.fill("#password", user.password());
    page.click("#submit");
  }

  public void choose(Path video) {
    page.navigate("/upload");
    page.setInputFiles("#file", video);
    page.fill("#key", KEY);
  }

  /** Opens a video with its key and waits until it plays. */
  public void watch(long video) {
    page.navigate("/watch?v=" + video);
    unlock();
    awaitPosition(1);
  }

  public void unlock() {
    isThere("#unlock");
    page.fill("#key", KEY);
    page.click("#open");
  }

  public void awaitPosition(double beyondSecond) {
    page.waitForFunction(
        "t => document.querySelector('video')?.currentTime > t",
        beyondSecond,
        new Page.WaitForFunctionOptions().setTimeout(2 * PATIENCE));
  }

  public double position() {
    return number("() => document.querySelector('video').currentTime");
  }

  /** Returns the time in seconds up to which the video is buffered. */
  public double bufferedTo() {
    return number(
        "() => { const { buffered } = document.querySelector('video');"
            + " return buffered.length ? buffered.end(buffered.length - 1) : 0; }");
  }

  public double number(String function) {
    return ((Number) page.evaluate(function)).doubleValue();
  }

  /** Waits until the page has the element with the words in its text. */
  public void sees(String selector, String words) {
    Locator place = page.locator(selector);
    assertThat(place)
        .containsText(words, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    isThere(selector);
  }

  public void isThere(String selector) {
    assertThat(page.locator(selector))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE));
  }

  public void hasFocus(String selector) {
    assertThat(page.locator(selector))
        .isFocused(new LocatorAssertions.IsFocusedOptions().setTimeout(PATIENCE));
  }

  public void isAt(String address) {
    assertThat(page)
        .hasURL(
            Pattern.compile(".*" + address),
            new PageAssertions.HasURLOptions().setTimeout(PATIENCE));
  }

  /** Asserts that no script, style or address was blocked and no script failed. */
  public void hadNoTrouble() {
    assertThat(refusals).as("scripts, styles and errors on the page").isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
