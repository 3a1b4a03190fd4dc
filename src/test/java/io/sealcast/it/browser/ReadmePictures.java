package io.sealcast.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import java.nio.file.Path;

/** Makes the pictures of the README, which are sharp and small enough to load quickly. */
public final class ReadmePictures {
  private static final Path DIRECTORY = Path.of("docs", "images").toAbsolutePath();
  private static final int WIDTH = 1200;
  private static final int QUALITY = 86;

  private ReadmePictures() {}

  public static void take(SceneNavigator visits) {
    visits.show(
        Scene.WATCH_PLAYING,
        WIDTH,
        800,
        page -> {
          dark(page);
          page.waitForFunction("() => document.querySelector('video').currentTime > 9");
          page.mouse().move(500, 400);
          page.mouse().move(520, 420);
          save(page, "watch.jpg");
        });
    visits.show(
        Scene.LIBRARY,
        WIDTH,
        660,
        page -> {
          dark(page);
          save(page, "library.jpg");
        });
  }

  private static void dark(Page page) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
  }

  private static void save(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setType(ScreenshotType.JPEG)
            .setQuality(QUALITY)
            .setPath(DIRECTORY.resolve(name)));
  }
}
