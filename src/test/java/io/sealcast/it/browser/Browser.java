package io.sealcast.it.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.sealcast.it.harness.SealcastServer;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An installed Chromium or Chrome. Without one, the calling test is skipped with a message. A
 * browser belongs to one test class, which opens it in {@code @BeforeAll} and closes it in
 * {@code @AfterAll}.
 */
public final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of(
          "chromium",
          "chromium-browser",
          "google-chrome",
          "google-chrome-stable",
          "chrome",
          "chrome.exe");
  private static final List<String> PLACES =
      List.of(
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe");
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--autoplay-policy=no-user-gesture-required");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;

  private Browser(Playwright playwright, com.microsoft.playwright.Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts the browser with additional arguments. */
  public static Browser open(String... more) {
    // 5 seconds, the default, are too short for a page beside other tests on two cores
    PlaywrightAssertions.setDefaultAssertionTimeout(BrowserUser.PATIENCE);
    Optional<Path> executable = executable();
    assumeTrue(
        executable.isPresent(),
        "skipped: no Chromium or Chrome is installed (looked on the PATH for " + NAMES + ")");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Browser(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable.get())
                    .setHeadless(true)
                    .setArgs(Stream.concat(ARGUMENTS.stream(), Stream.of(more)).toList())));
  }

  private static Optional<Path> executable() {
    for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
      for (String name : NAMES) {
        Path candidate = Path.of(directory, name);
        if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }

  /** Creates a new profile without cookies and stored data. */
  public BrowserContext context(SealcastServer server) {
    return context(server.uri());
  }

  /** Creates a new profile for the server at an address. */
  public BrowserContext context(URI address) {
    return context(address, 1);
  }

  /** Creates a new profile with a screen of {@code scale} device pixels per CSS pixel. */
  public BrowserContext context(URI address, double scale) {
    return browser.newContext(
        new com.microsoft.playwright.Browser.NewContextOptions()
            .setBaseURL(address.toString())
            // the tests make their certificates themselves
            .setIgnoreHTTPSErrors(address.getScheme().equals("https"))
            .setDeviceScaleFactor(scale));
  }

  /** Opens a page in a new profile. Paths given to {@code navigate} are relative to the server. */
  public Page page(SealcastServer server) {
    return context(server).newPage();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
