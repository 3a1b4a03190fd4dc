package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests what the player's menu has beyond Shaka's own items. */
@Tag("long")
class PlayerMenuBrowserIT extends PageFixture {
  @Test
  void theMenuShowsStatisticsAndTheKeys() {
    visitor.watch(visitor.signInWithVideo(server, 60));
    choose(".menu-delivery-statistics");
    visitor.sees("#statistics-rows", "WebSocket");
    visitor.sees("#statistics-rows", "Dropped frames");
    page.click("#statistics-close");
    assertThat(page.locator("#statistics")).isHidden();

    choose(".menu-keys-help");
    Locator keys = page.locator("#keys");
    assertThat(keys).isVisible();
    double rate = visitor.number("() => document.querySelector('video').playbackRate");
    page.keyboard().press(">");
    assertThat(visitor.number("() => document.querySelector('video').playbackRate"))
        .as("the player doesn't act on keys meanwhile")
        .isEqualTo(rate);
    page.keyboard().press("Escape");
    assertThat(keys).isHidden();
    page.keyboard().press("?");
    assertThat(keys).isVisible();
    page.keyboard().press("Enter");
    assertThat(keys).isHidden();
  }

  private void choose(String item) {
    page.hover("#stage");
    page.locator(".shaka-overflow-menu-button").click();
    page.locator(".shaka-overflow-menu " + item).click();
  }
}
