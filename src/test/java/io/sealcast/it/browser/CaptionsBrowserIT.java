package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the captions on the picture, and the section in which their owner changes them. */
class CaptionsBrowserIT extends PageFixture {
  private static final String CUE = "Grüße & mehr";

  /** The element in which the player shows captions. */
  private static final String ON_THE_PICTURE = ".shaka-text-container";

  @TempDir private static Path directory;

  private static String subRip(String text) {
    return "1\n00:00:00,000 --> 00:00:58,000\n" + text + "\n";
  }

  private static Path videoWithGermanCaptions() throws IOException {
    Path srt = Files.writeString(directory.resolve("a.srt"), subRip(CUE));
    return TestVideos.make(
        "captions-german-60.mkv",
        List.of(
            ("-i "
                    + TestVideos.mp4(60)
                    + " -i "
                    + srt
                    + " -map 0 -map 1 -c copy -c:s srt -metadata:s:s:0 language=ger")
                .split(" ")));
  }

  private Locator onThePicture() {
    return page.locator(ON_THE_PICTURE);
  }

  private void showsNoCaptions() {
    assertThat(onThePicture().getByText(CUE)).hasCount(0);
  }

  @Test
  void aViewerSwitchesCaptionsOnAndOffAndTheBrowserRemembersIt() throws IOException {
    Api ann = Api.signUp(server);
    long video = ann.uploadProcessed(videoWithGermanCaptions(), BrowserUser.KEY);
    visitor.signIn(ann);
    visitor.watch(video);
    assertThat(page.locator(".shaka-caption-button").first()).isVisible();
    showsNoCaptions();

    page.keyboard().press("c");
    assertThat(onThePicture()).containsText(CUE);
    page.keyboard().press("c");
    showsNoCaptions();

    page.hover("#stage");
    page.locator(".shaka-controls-button-panel .shaka-caption-button").click();
    Locator menu = page.locator(".shaka-text-languages:visible");
    assertThat(menu).containsText("Off");
    menu.getByText("Deutsch").click();
    assertThat(onThePicture()).containsText(CUE);

    page.reload();
    visitor.awaitPlaying(0.5);
    assertThat(onThePicture()).containsText(CUE);
    page.keyboard().press("c");
    showsNoCaptions();
    page.reload();
    visitor.awaitPlaying(0.5);
    showsNoCaptions();
  }

  @Test
  void theOwnerAddsReplacesAndRemovesCaptions() {
    long video = visitor.signInWithVideo(server, 60);
    visitor.navigate("/watch?v=" + video);
    visitor.isThere("#unlock");
    assertThat(page.locator("#captions")).isHidden();
    visitor.unlock();
    visitor.awaitPlaying(1);
    assertThat(page.locator(".shaka-caption-button").first()).isHidden();
    page.locator("#captions summary").click();
    visitor.sees("#captions-none", "no captions yet");

    page.selectOption("#captions-language", "fr");
    choose("broken.srt", "1\n00:00:00,000 -> 00:00:58,000\nx\n");
    page.click("#captions-add");
    visitor.sees("#captions-problem", "Line 2: times such as 00:01:02,500 --> 00:01:04,000");

    choose("bon.srt", subRip("Bonjour <script>tous</script>"));
    assertThat(page.locator("#captions-problem")).isEmpty();
    page.click("#captions-add");
    visitor.sees("#captions-status", "The captions are there.");
    visitor.sees("#captions-list", "Français");
    assertThat(onThePicture()).containsText("Bonjour <script>tous</script>");
    assertThat(onThePicture().locator("script")).hasCount(0);
    visitor.awaitPlaying(1);

    assertThat(page.locator("#captions-add")).hasText("Replace captions");
    choose("mieux.vtt", "WEBVTT\n\n00:00.000 --> 00:58.000\nBonsoir\n");
    page.click("#captions-add");
    assertThat(onThePicture()).containsText("Bonsoir");
    assertThat(page.locator(".caption")).hasCount(1);

    page.click(".caption-remove");
    page.click(".caption-really");
    visitor.sees("#captions-status", "Français was removed.");
    assertThat(page.locator(".caption")).hasCount(0);
    assertThat(onThePicture().getByText("Bonsoir")).hasCount(0);
    assertThat(page.locator(".shaka-caption-button").first()).isHidden();
    double before = visitor.position();
    visitor.awaitPlaying(before);
    assertThat(visitor.position()).as("it went on where it was").isGreaterThan(1);
  }

  private void choose(String name, String text) {
    page.setInputFiles(
        "#captions-file",
        new FilePayload(name, "application/octet-stream", text.getBytes(StandardCharsets.UTF_8)));
  }
}
