package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the picture above the seek bar, and the menu of chapters. */
@Tag("long")
class StoryboardBrowserIT extends PageFixture {
  private static final String MARKUP = "<img src=x onerror=alert(1)> & mehr";
  private static final Path SCREENSHOTS = Path.of("target", "storyboard");

  /** Moves the mouse to a place of the seek bar, from 0 to 1, and waits for its picture. */
  private void hover(double place) {
    page.hover("#stage");
    Locator bar = page.locator(".shaka-seek-bar-container");
    assertThat(bar).isVisible();
    BoundingBox box = bar.boundingBox();
    page.mouse().move(box.x + box.width * place, box.y + box.height / 2);
    page.waitForFunction(
        "() => { const image = document.querySelector('img.shaka-player-ui-thumbnail-image');"
            + " return image?.complete && image.naturalWidth > 0 && image.checkVisibility("
            + "{visibilityProperty: true}); }");
  }

  private void screenshot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png").toAbsolutePath()));
  }

  @Test
  void theSeekBarShowsThePictureOfATimeAndTheMenuShowsTheChapters() {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(TestVideos.chapters(60, 20, MARKUP, "第二章"), BrowserUser.KEY);
    visitor.signIn(ann);
    page.setViewportSize(1280, 800);
    visitor.watch(video);

    hover(0.5);
    assertThat(page.locator(".shaka-player-ui-thumbnail-time")).containsText("第二章");
    screenshot("hover-1280");
    double before = left();
    hover(0.05);
    assertThat(page.locator(".shaka-player-ui-thumbnail-time")).containsText(MARKUP);
    assertThat(left()).as("another picture of the sheet").isNotEqualTo(before);

    page.locator(".shaka-overflow-menu-button").click();
    page.locator(".shaka-overflow-menu .shaka-chapter-button").click();
    Locator chapters = page.locator(".shaka-chapters:visible .shaka-chapter-item");
    assertThat(chapters).hasText(new String[] {MARKUP, "第二章"});
    assertThat(chapters.first()).hasAccessibleName(MARKUP);
    assertThat(page.locator(".shaka-chapter-thumbnail img")).hasCount(2);
    screenshot("chapters-1280");
    chapters.last().click();
    visitor.awaitPosition(20);
    assertThat(visitor.position()).isLessThan(40);

    page.setViewportSize(390, 844);
    page.reload(); // without the menu, and without the key
    visitor.awaitPlaying(20);
    hover(0.7);
    screenshot("hover-390");
  }

  private double left() {
    return visitor.number(
        "() => parseFloat("
            + "document.querySelector('img.shaka-player-ui-thumbnail-image').style.left)");
  }

  @Test
  void aVideoWithoutChaptersHasNoMenuOfThem() {
    long video = visitor.signInWithVideo(server, 12);
    visitor.watch(video);
    hover(0.5);
    page.locator(".shaka-overflow-menu-button").click();
    assertThat(page.locator(".shaka-overflow-menu .shaka-playbackrate-button")).isVisible();
    assertThat(page.locator(".shaka-overflow-menu .shaka-chapter-button")).isHidden();
  }
}
