package io.sealcast.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.SealcastServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Takes screenshots of every scene of the running application in every width and theme: {@code mvn
 * -Pscreenshots}. They are written to {@code target/screenshots}.
 */
public final class Screenshots {
  private static final Path DIRECTORY = Path.of("target", "screenshots").toAbsolutePath();
  private static final Map<Integer, Integer> SIZES =
      new java.util.TreeMap<>(Map.of(360, 780, 768, 1024, 1280, 800, 1920, 1080, 2560, 1440));

  private Screenshots() {}

  /**
   * Takes the screenshots.
   *
   * @param arguments optionally the address of a running server (otherwise one is started), then
   *     optionally the names of the wanted scenes, such as {@code watch-playing} (otherwise all)
   */
  public static void main(String[] arguments) {
    List<String> wanted = List.of(arguments).stream().filter(word -> !word.isBlank()).toList();
    boolean running = !wanted.isEmpty() && wanted.get(0).startsWith("http");
    if (running) {
      take(URI.create(wanted.get(0)), wanted.subList(1, wanted.size()));
      return;
    }
    try (Installation installation = Installation.start("screenshots");
        SealcastServer server =
            SealcastServer.in(installation)
                .name("screenshots")
                // one thread, so that a video is in work until the last screenshot
                .env("SEALCAST_FFMPEG_THREADS", "1")
                .start()) {
      take(server.uri(), wanted);
    }
  }

  private static void take(URI address, List<String> wanted) {
    SceneData cast = DemoLibrary.fill(address);
    try (Browser browser = Browser.open();
        SceneNavigator visits = new SceneNavigator(browser, address, cast)) {
      for (Scene scene : Scene.values()) {
        if (wanted.isEmpty() || wanted.contains(scene.label())) {
          visits.show(scene, 1280, 800, page -> takeAll(page, scene));
        }
      }
    }
    if (wanted.isEmpty() || wanted.contains("readme")) {
      try (Browser browser = Browser.open();
          SceneNavigator visits = new SceneNavigator(browser, address, cast, 2)) {
        ReadmePictures.take(visits);
      }
    }
  }

  private static void takeAll(Page page, Scene scene) {
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
      SIZES.forEach(
          (width, height) -> {
            page.setViewportSize(width, height);
            take(page, scene, width, theme);
          });
    }
  }

  private static void take(Page page, Scene scene, int width, ColorScheme theme) {
    String name =
        scene.label() + "-" + width + "-" + theme.name().toLowerCase(java.util.Locale.ROOT);
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setAnimations(ScreenshotAnimations.DISABLED)
            .setPath(DIRECTORY.resolve(name + ".png")));
  }
}
