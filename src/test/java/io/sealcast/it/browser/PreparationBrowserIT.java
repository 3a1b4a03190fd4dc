package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests what an owner does with a video that is being prepared. */
class PreparationBrowserIT extends PageFixture {
  @Test
  void anOwnerStopsThePreparationTakesTheFileBackAndLetsItBePreparedLater() throws IOException {
    Api ann = Api.signUp(server);
    Path file = TestVideos.slow(12);
    long video = ann.upload(file, BrowserUser.KEY);
    visitor.signIn(ann);
    page.locator(".card-cancel").click();
    visitor.sees("#cancel", "Stop preparing this video?");
    page.keyboard().press("Escape");
    assertThat(page.locator("#cancel")).isHidden();

    visitor.navigate("/watch?v=" + video);
    page.click("#stop-preparing");
    page.click("#cancel-confirm");
    visitor.sees("#waiting-heading", "Not prepared yet");
    visitor.sees("#waiting-text", "You stopped the preparation");

    page.click("#fetch-original");
    visitor.hasFocus("#original-key");
    page.fill("#original-key", BrowserUser.KEY);
    Download download = page.waitForDownload(() -> page.click("#original-start"));
    assertThat(Files.mismatch(download.path(), file)).isEqualTo(-1);
    assertThat(page.locator("#original")).isHidden();

    visitor.navigate("/");
    assertThat(page.locator(".chip-status")).hasText("Stopped");
    page.locator(".card-again").click();
    page.fill("#reprocess-key", BrowserUser.KEY);
    page.click("#reprocess-start");
    assertThat(page.locator(".card-cancel")).isVisible();
    ann.awaitStatus(video, "processed");
    assertThat(page.locator(".card[data-status='processed']")).isVisible();
    assertThat(page.locator(".card-cancel")).isHidden();
  }
}
