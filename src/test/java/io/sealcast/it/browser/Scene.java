package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.TestVideos;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** A visible state of a page, and how to reach it. */
public enum Scene {
  SIGN_IN(UserKind.STRANGER, (page, cast) -> page.navigate("/sign-in")),
  SIGN_IN_REFUSED(
      UserKind.STRANGER,
      (page, cast) -> {
        page.navigate("/sign-in");
        page.fill("#username", cast.user().username());
        page.fill("#password", "not the password");
        page.click("#submit");
        assertThat(page.locator("[role=alert]").first()).containsText("not right");
      }),
  SIGN_UP(UserKind.STRANGER, (page, cast) -> page.navigate("/sign-up")),
  SIGN_UP_REFUSED(
      UserKind.STRANGER,
      (page, cast) -> {
        page.navigate("/sign-up");
        page.fill("#username", cast.user().username());
        page.fill("#password", "short");
        page.click("#submit");
        assertThat(page.locator("#password-problem")).not().isEmpty();
      }),
  LIBRARY_EMPTY(
      UserKind.NEWCOMER,
      (page, cast) -> {
        page.navigate("/");
        assertThat(page.locator("#empty")).isVisible();
      }),
  LIBRARY(UserKind.USER, (page, cast) -> library(page)),
  LIBRARY_CARD_HOVERED(
      UserKind.USER,
      (page, cast) -> {
        library(page);
        page.locator(".card[data-status='processed']").first().hover();
      }),
  LIBRARY_NO_MATCH(
      UserKind.USER,
      (page, cast) -> {
        page.navigate("/?q=nothing+like+this");
        assertThat(page.locator("#no-match")).isVisible();
      }),
  LIBRARY_UNREACHABLE(
      UserKind.USER,
      (page, cast) -> {
        page.route(Pattern.compile(".*/api/videos\\?.*"), route -> route.abort());
        page.navigate("/");
        assertThat(page.locator("#trouble")).isVisible();
      }),
  ACCOUNT_MENU(
      UserKind.USER,
      (page, cast) -> {
        library(page);
        page.click(".account summary");
        assertThat(page.locator(".account-menu")).isVisible();
      }),
  DELETE(
      UserKind.USER,
      (page, cast) -> {
        library(page);
        page.locator(".card[data-status='processed'] .card-delete").first().click();
        assertThat(page.locator("#delete")).isVisible();
      }),
  LIBRARY_WATCHED(
      UserKind.USER,
      (page, cast) -> {
        savePosition(cast.user(), cast.ready(), 8);
        library(page);
        assertThat(page.locator(".thumb-watched:visible")).hasCount(1);
        savePosition(cast.user(), cast.ready(), 0);
      }),
  LIBRARY_PROCESS_AGAIN(
      UserKind.USER,
      (page, cast) -> {
        library(page);
        page.locator(".card[data-status='failed'] .card-again").first().click();
        page.fill("#reprocess-key", "not the right key");
        page.click("#reprocess-start");
        assertThat(page.locator("#reprocess-key-problem")).containsText("key doesn't open");
      }),
  LIBRARY_EARLY(
      UserKind.USER,
      (page, cast) -> {
        savePosition(cast.user(), cast.early(), 0);
        library(page);
        Locator card = page.locator(".card[data-early]").first();
        assertThat(card.locator(".card-state")).containsText("Ready to watch");
        card.hover();
      }),
  LIBRARY_WARNINGS(
      UserKind.USER,
      (page, cast) -> {
        warn(page, cast);
        library(page);
        assertThat(page.locator(".card-note:visible")).containsText("Ends early");
      }),
  UPLOAD(UserKind.USER, (page, cast) -> page.navigate("/upload")),
  UPLOAD_FILLED(
      UserKind.USER,
      (page, cast) -> {
        page.navigate("/upload");
        page.setInputFiles("#file", TestVideos.mp4(20));
        page.click("#generate");
        assertThat(page.locator("#key-strength")).hasText("Excellent");
      }),
  UPLOAD_REFUSED(
      UserKind.USER,
      (page, cast) -> {
        page.navigate("/upload");
        page.fill("#key", "short");
        page.click("#start");
        assertThat(page.locator("#file-problem")).not().isEmpty();
      }),
  UPLOAD_UNDER_WAY(
      UserKind.USER,
      (page, cast) -> {
        page.navigate("/upload");
        page.setInputFiles("#file", TestVideos.large(8));
        page.fill("#title", "A slow line");
        page.fill("#key", cast.key());
        slowUpload(page);
        page.click("#start");
        assertThat(page.locator("#transfer-left")).containsText("left");
        page.waitForFunction("() => document.getElementById('transfer-bar').value > 3");
      }),
  WATCH_LOCKED(UserKind.USER, (page, cast) -> locked(page, cast)),
  WATCH_WRONG_KEY(
      UserKind.USER,
      (page, cast) -> {
        locked(page, cast);
        page.fill("#key", "not the right key");
        page.click("#open");
        assertThat(page.locator("#key-problem")).containsText("key doesn't open");
      }),
  WATCH_PLAYING(UserKind.USER, (page, cast) -> playing(page, cast)),
  WATCH_SETTINGS(
      UserKind.USER,
      (page, cast) -> {
        playing(page, cast);
        page.click(".shaka-overflow-menu-button");
        assertThat(page.locator(".shaka-overflow-menu")).isVisible();
      }),
  WATCH_CAPTIONS(
      UserKind.USER,
      (page, cast) -> {
        playing(page, cast);
        page.click("#captions summary");
        page.selectOption("#captions-language", "fr");
        page.setInputFiles("#captions-file", captions());
        page.click("#captions-add");
        assertThat(page.locator(".caption")).hasCount(1);
        assertThat(page.locator(".shaka-text-container")).containsText("Le lac");
        page.click(".caption-remove");
        page.setInputFiles("#captions-file", captions());
      }),
  WATCH_CAPTIONS_MENU(
      UserKind.USER,
      (page, cast) -> {
        playing(page, cast);
        page.click("#captions summary");
        page.selectOption("#captions-language", "fr");
        page.setInputFiles("#captions-file", captions());
        page.click("#captions-add");
        assertThat(page.locator(".shaka-text-container")).containsText("Le lac");
        page.hover("#stage");
        page.locator(".shaka-caption-button").first().click();
        assertThat(page.locator(".shaka-text-languages:visible")).containsText("Français");
      }),
  WATCH_PREPARING(
      UserKind.USER,
      (page, cast) -> {
        page.navigate("/watch?v=" + cast.preparing());
        assertThat(page.locator("#waiting-heading")).containsText("repar");
      }),
  WATCH_EARLY(
      UserKind.USER,
      (page, cast) -> {
        locked(page, cast.user(), cast.early());
        assertThat(page.locator("#unlock-reason")).containsText("still being prepared");
      }),
  WATCH_EARLY_PLAYING(
      UserKind.USER,
      (page, cast) -> {
        playing(page, cast, cast.early());
        assertThat(page.locator("#preparing-words")).containsText("Still being prepared");
        assertThat(page.locator(".elapsed-time")).containsText("0:");
      }),
  WATCH_EARLY_WAITING(
      UserKind.USER,
      (page, cast) -> {
        playing(page, cast, cast.early());
        page.evaluate(
            "() => { const video = document.querySelector('video');"
                + " video.currentTime = document.querySelector('.shaka-seek-bar').max - 1; }");
        assertThat(page.locator("#toast")).containsText("isn't prepared yet");
      }),
  WATCH_FAILED(
      UserKind.USER,
      (page, cast) -> {
        page.navigate("/watch?v=" + cast.failed());
        assertThat(page.locator("#waiting-heading")).containsText("can't be played");
        assertThat(page.locator("#again")).isVisible();
      }),
  WATCH_CANCEL(
      UserKind.USER,
      (page, cast) -> {
        page.navigate("/watch?v=" + cast.preparing());
        page.click("#stop-preparing");
        assertThat(page.locator("#cancel")).isVisible();
      }),
  WATCH_ORIGINAL(
      UserKind.USER,
      (page, cast) -> {
        page.navigate("/watch?v=" + cast.failed());
        page.click("#fetch-original");
        assertThat(page.locator("#original")).isVisible();
      }),
  WATCH_WARNINGS(
      UserKind.USER,
      (page, cast) -> {
        warn(page, cast);
        locked(page, cast);
        assertThat(page.locator(".warning")).hasCount(2);
      }),
  WATCH_UNREACHABLE(
      UserKind.USER,
      (page, cast) -> {
        page.route(Pattern.compile(".*/api/videos/.*"), route -> route.abort());
        page.navigate("/watch?v=" + cast.ready());
        assertThat(page.locator("#retry")).isVisible();
      }),
  WATCH_NOT_FOUND(UserKind.USER, (page, cast) -> page.navigate("/watch?v=999999999")),
  ERROR(UserKind.USER, (page, cast) -> page.navigate("/no/such/page"));

  private static final String WARNINGS =
      "\"warnings\":[{\"code\":\"ends_early\",\"message\":\"The file ends at 0:20 of 0:45; what"
          + " comes after that is missing.\"},{\"code\":\"damaged\",\"message\":\"Some parts of the"
          + " file are damaged; the video goes on after them.\"}]";

  /** The kind of user to whom a page is shown. */
  public enum UserKind {
    STRANGER,
    NEWCOMER,
    USER
  }

  private final UserKind visitor;
  private final BiConsumer<Page, SceneData> way;

  Scene(UserKind visitor, BiConsumer<Page, SceneData> way) {
    this.visitor = visitor;
    this.way = way;
  }

  public UserKind visitor() {
    return visitor;
  }

  /** Returns the name for files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Brings a page to this state. */
  public void show(Page page, SceneData cast) {
    way.accept(page, cast);
  }

  private static void library(Page page) {
    page.navigate("/");
    assertThat(page.locator(".card[data-status='failed']")).isVisible();
  }

  private static void savePosition(Api user, long video, int seconds) {
    user.put("/api/videos/" + video + "/position", "{\"seconds\":" + seconds + "}");
  }

  /** Adds warnings to a playable video in the responses that this page gets. */
  private static void warn(Page page, SceneData cast) {
    page.route(
        Pattern.compile(".*/api/videos([?/].*)?"),
        route -> {
          APIResponse answer = route.fetch();
          String id = "\"file_id\":" + cast.ready() + ",";
          String body = answer.text();
          int warnings = body.indexOf("\"warnings\":[]", Math.max(0, body.indexOf(id)));
          if (body.contains(id) && warnings > 0) {
            body =
                body.substring(0, warnings)
                    + WARNINGS
                    + body.substring(warnings + "\"warnings\":[]".length());
          }
          route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(body));
        });
  }

  private static FilePayload captions() {
    String text = "WEBVTT\n\n00:00.000 --> 10:00.000\nLe lac est calme ce matin.\n";
    return new FilePayload("Le lac.vtt", "text/vtt", text.getBytes(StandardCharsets.UTF_8));
  }

  private static void locked(Page page, SceneData cast) {
    locked(page, cast.user(), cast.ready());
  }

  private static void locked(Page page, Api user, long video) {
    savePosition(user, video, 0); // the scenes that play the video save its position
    page.navigate("/watch?v=" + video);
    assertThat(page.locator("#unlock")).isVisible();
  }

  private static void playing(Page page, SceneData cast) {
    playing(page, cast, cast.ready());
  }

  private static void playing(Page page, SceneData cast, long video) {
    locked(page, cast.user(), video);
    page.fill("#key", cast.key());
    page.click("#open");
    page.waitForFunction("() => document.querySelector('video')?.currentTime > 0.5");
    page.hover("#stage");
  }

  /** Slows the network of the page so much that even a small upload takes minutes. */
  private static void slowUpload(Page page) {
    JsonObject conditions = new JsonObject();
    conditions.addProperty("offline", false);
    conditions.addProperty("latency", 0);
    conditions.addProperty("downloadThroughput", -1);
    conditions.addProperty("uploadThroughput", 200_000);
    CDPSession chromium = page.context().newCDPSession(page);
    chromium.send("Network.enable");
    chromium.send("Network.emulateNetworkConditions", conditions);
  }
}
