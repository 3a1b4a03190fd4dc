package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PageAssertions;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
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
  private final String basePath;

  /**
   * @param address address of the server, with its base path if it has one, without a slash at the
   *     end
   */
  public BrowserUser(Browser browser, URI address) {
    basePath = address.getPath().replaceFirst("/$", "");
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

  /** Opens a page by its path inside of the application. */
  public void navigate(String path) {
    page.navigate(basePath + path);
  }

  public void signUp() {
    navigate("/sign-up");
    page.fill("#username", "user-" + UUID.randomUUID().toString().substring(0, 13));
    page.fill("#password", PASSWORD);
    page.click("#submit");
    sees("#heading", "Library");
  }

  public void signIn(Api user) {
    navigate("/sign-in");
    enter(user);
    sees("#heading", "Library");
  }

  /**
   * Signs in as a new user with one processed video.
   *
   * @param seconds length of the video
   * @return id of the video
   */
  public long signInWithVideo(SealcastServer server, int seconds) {
    Api user = Api.signUp(server);
    long video = user.uploadProcessed(TestVideos.mp4(seconds), KEY);
    signIn(user);
    return video;
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
    navigate("/upload");
    page.setInputFiles("#file", video);
    page.fill("#key", KEY);
  }

  /** Opens a video with its key and waits until it plays. */
  public void watch(long video) {
    navigate("/watch?v=" + video);
    unlock();
    awaitPosition(1);
  }

  public void unlock() {
    isThere("#unlock");
    page.fill("#key", KEY);
    page.click("#open");
  }

  /**
   * Waits until the page has loaded what it needs: nothing was fetched for half a second. The
   * network is never idle, since a page keeps its event stream open.
   */
  public void awaitLoaded() {
    page.waitForLoadState();
    page.waitForFunction(
        """
        () => {
          const { length } = performance.getEntriesByType('resource');
          const isQuiet = length === window.fetched;
          window.fetched = length;
          return isQuiet;
        }""",
        null,
        new Page.WaitForFunctionOptions().setPollingInterval(500));
  }

  public void awaitPosition(double beyondSecond) {
    page.waitForFunction(
        "t => document.querySelector('video')?.currentTime > t",
        beyondSecond,
        new Page.WaitForFunctionOptions().setTimeout(2 * PATIENCE));
  }

  /** Waits until the video is beyond a second and the page shows it as playing. */
  public void awaitPlaying(double beyondSecond) {
    awaitPosition(beyondSecond);
    assertThat(page.locator("#stage")).hasAttribute("data-state", "playing");
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
