package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.sealcast.it.client.Api;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Opens scenes for the users to whom they are shown. Each user signs in once. */
public final class SceneNavigator implements AutoCloseable {
  private static final double PATIENCE = 60_000;

  private final Browser browser;
  private final URI address;
  private final SceneData cast;
  private final double scale;
  private final Map<Scene.UserKind, BrowserContext> contexts = new EnumMap<>(Scene.UserKind.class);

  public SceneNavigator(Browser browser, URI address, SceneData cast) {
    this(browser, address, cast, 1);
  }

  /** Uses a screen of {@code scale} device pixels per CSS pixel. */
  public SceneNavigator(Browser browser, URI address, SceneData cast, double scale) {
    this.scale = scale;
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    this.browser = browser;
    this.address = address;
    this.cast = cast;
  }

  /** Brings a new page to a scene, passes it to {@code action} and closes it. */
  public void show(Scene scene, int width, int height, Consumer<Page> action) {
    try (Page page = contexts.computeIfAbsent(scene.visitor(), this::enter).newPage()) {
      page.setDefaultTimeout(PATIENCE);
      page.setViewportSize(width, height);
      scene.show(page, cast);
      action.accept(page);
    }
  }

  private BrowserContext enter(Scene.UserKind visitor) {
    BrowserContext context = browser.context(address, scale);
    switch (visitor) {
      case STRANGER -> {}
      case NEWCOMER -> signIn(context, cast.newcomer());
      case USER -> signIn(context, cast.user());
    }
    return context;
  }

  private static void signIn(BrowserContext context, Api who) {
    try (Page page = context.newPage()) {
      page.navigate("/sign-in");
      page.fill("#username", who.username());
      page.fill("#password", who.password());
      page.click("#submit");
      assertThat(page.locator("#heading")).hasText("Library");
    }
  }

  @Override
  public void close() {
    contexts.values().forEach(BrowserContext::close);
  }
}
