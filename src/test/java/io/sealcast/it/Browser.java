package io.sealcast.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An installed Chromium or Chrome. Where there is none, the calling test is skipped and says why.
 * One browser serves one test class: open it in {@code @BeforeAll}, close it in {@code @AfterAll}.
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

  /** Starts the browser, with more arguments than it has otherwise. */
  public static Browser open(String... more) {
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

  /** A fresh profile: no cookies, nothing kept. */
  public BrowserContext context(SealcastServer server) {
    return context(server.uri());
  }

  /** The same for a Sealcast that runs somewhere. */
  public BrowserContext context(URI address) {
    return context(address, 1);
  }

  /** The same on a screen with {@code scale} dots to a pixel. */
  BrowserContext context(URI address, double scale) {
    return browser.newContext(
        new com.microsoft.playwright.Browser.NewContextOptions()
            .setBaseURL(address.toString())
            .setDeviceScaleFactor(scale));
  }

  /** A page in a fresh profile; paths given to {@code navigate} are the server's. */
  public Page page(SealcastServer server) {
    return context(server).newPage();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
