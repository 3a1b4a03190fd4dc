package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import io.sealcast.it.client.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests that a stream goes on where it was, after whatever has interrupted it. */
@Tag("long")
class ResumedStreamBrowserIT extends PageFixture {
  @Test
  @Tag("long")
  void aStreamThatEndedGoesOnAtTheSameSecondWithTheKey() {
    String[] session = new String[1];
    page.onResponse(
        response -> {
          if (response.status() == 202) {
            session[0] = Api.json(response.text()).getString("request_id");
          }
        });
    long video = visitor.signInWithVideo(server, 60);
    visitor.watch(video);
    page.waitForFunction("() => document.querySelector('video')?.currentTime > 3");

    visitor
        .context()
        .request()
        .delete(
            "/api/stream/" + video + "/" + session[0],
            RequestOptions.create()
                .setHeader("Origin", server.uri().toString().replaceFirst("/$", "")));
    visitor.sees("#unlock-heading", "Enter the key again to go on");
    double left = visitor.position();
    page.fill("#key", BrowserUser.KEY);
    page.click("#open");
    visitor.awaitPlaying(left + 0.5);
    assertThat(visitor.position()).isBetween(left, left + 10);
  }

  @Test
  void backAndReloadGoOnAtTheSameSecondWithoutTheKey() {
    List<String> opened = new ArrayList<>();
    page.onRequest(
        request -> {
          if (request.method().equals("POST") && request.url().matches(".*/api/stream/\\d+")) {
            opened.add(request.url());
          }
        });
    visitor.watch(visitor.signInWithVideo(server, 60));
    visitor.awaitPlaying(4);
    page.locator(".brand").click();
    visitor.sees("#heading", "Library");
    page.goBack();
    visitor.awaitPlaying(4.5);
    assertThat(visitor.position()).isLessThan(30);

    page.keyboard().press("k");
    page.waitForFunction("() => document.querySelector('video').paused");
    double left = visitor.position();
    page.reload();
    assertThat(page.locator("#stage")).hasAttribute("data-state", "playing");
    page.waitForFunction("t => document.querySelector('video')?.currentTime >= t", left - 1);
    assertThat((Boolean) page.evaluate("document.querySelector('video').paused"))
        .as("paused as it was")
        .isTrue();
    assertThat(visitor.position()).isBetween(left - 1, left + 1);
    assertThat(opened).as("streams opened").hasSize(1);
    assertThat((String) page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])"))
        .contains("request_id")
        .doesNotContain(BrowserUser.KEY);

    page.evaluate("const v = document.querySelector('video'); v.currentTime = v.duration - 0.5");
    page.evaluate("document.querySelector('video').play()");
    page.waitForFunction("() => document.querySelector('video').ended");
    page.locator(".brand").click();
    visitor.sees("#heading", "Library");
    page.goBack();
    visitor.awaitPlaying(0.5);
    assertThat(visitor.position()).as("from the beginning after the end").isLessThan(30);
  }

  @Test
  @Tag("long")
  void aSecondTabGoesOnWithTheSameStreamAndItsEndIsNotTheFirstOnes() {
    visitor.watch(visitor.signInWithVideo(server, 60));
    Page twin = page.waitForPopup(() -> page.evaluate("() => { window.open(location.href); }"));
    twin.waitForFunction("() => document.querySelector('video')?.currentTime > 1");
    assertThat(twin.locator("#stage")).hasAttribute("data-state", "playing");
    twin.close(new Page.CloseOptions().setRunBeforeUnload(true));
    page.evaluate("document.querySelector('video').currentTime = 50"); // not buffered yet
    visitor.awaitPlaying(50.5);
  }

  @Test
  @Tag("long")
  void whatCannotBeReachedIsTriedAgainAndAKeyThatWasTypedStays() {
    long video = visitor.signInWithVideo(server, 20);
    page.route(Pattern.compile(".*/api/videos/\\d+"), route -> route.abort());
    page.navigate("/watch?v=" + video);
    visitor.sees("#waiting", "This page goes on by itself");
    page.unrouteAll();
    visitor.isThere("#unlock");

    visitor.context().setOffline(true);
    page.fill("#key", BrowserUser.KEY);
    page.click("#open");
    visitor.sees("#key-problem", "Your key is still here");
    visitor.context().setOffline(false);
    page.click("#open");
    visitor.awaitPlaying(1);
  }
}
