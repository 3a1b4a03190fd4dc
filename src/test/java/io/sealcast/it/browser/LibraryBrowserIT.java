package io.sealcast.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.sealcast.it.client.Api;
import io.sealcast.it.client.Multipart;
import io.sealcast.it.harness.TestVideos;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests a library with more videos than one page shows. The files aren't valid videos and can't be
 * played.
 */
class LibraryBrowserIT extends PageFixture {
  private static final int ALL = 27;
  private static final int AT_ONCE = 24;

  private Api ann;

  @BeforeEach
  void signUp() {
    ann = Api.signUp(server);
  }

  private void fill(int videos) {
    for (int i = 1; i <= videos; i++) {
      upload(String.format("Film %02d", i), BrowserUser.KEY);
    }
  }

  private void upload(String title, String key) {
    byte[] content = TestVideos.unreadable(100);
    new Multipart()
        .text("encryption_key", key)
        .text("title", title)
        .file("film.mp4", content)
        .send(ann);
  }

  @Test
  void showsMoreWhenAskedAndFindsByTitle() {
    fill(ALL);
    visitor.signIn(ann);
    Locator cards = page.locator(".card[data-video]");
    assertThat(cards).hasCount(AT_ONCE);
    visitor.sees("#count", ALL + " videos");
    page.locator("#more").focus();
    page.keyboard().press("Enter");
    assertThat(cards).hasCount(ALL);
    assertThat(page.locator("#more")).isHidden();
    assertThat(cards.last().locator(".card-link")).hasText("Film 01");
    // The button has disappeared, so the focus moves to the first of the loaded videos.
    assertThat(cards.nth(AT_ONCE).locator(".card-link")).isFocused();

    page.fill("#q", "film 07");
    assertThat(cards).hasCount(1);
    page.fill("#q", "there is no such film");
    visitor.sees("#no-match", "there is no such film");
    assertThat(cards).hasCount(0);
    page.reload();
    visitor.sees("#no-match", "there is no such film");
    page.click("#clear-search");
    assertThat(cards).hasCount(AT_ONCE);
    visitor.hasFocus("#q");
  }

  @Test
  void processesAFailedVideoAgainWithItsKey() {
    fill(1);
    visitor.signIn(ann);
    Locator failed = page.locator(".card[data-status='failed']");
    assertThat(failed).isVisible();
    assertThat(failed.locator(".card-state")).containsText("isn't a video");

    failed.locator(".card-again").click();
    visitor.sees("#reprocess", "Film 01");
    visitor.hasFocus("#reprocess-key");
    page.keyboard().type("not the right key");
    page.keyboard().press("Enter");
    visitor.sees("#reprocess-key-problem", "key doesn't open");
    page.fill("#reprocess-key", BrowserUser.KEY);
    isTakenUp(() -> page.keyboard().press("Enter"));
    assertThat(page.locator("#reprocess")).isHidden();
    visitor.sees("#announce", "Film 01 is processed again");
    assertThat(page.locator(".card-link")).isFocused();

    // the second processing fails as well, and the page receives the event
    assertThat(failed).isVisible();
    page.locator(".card-link").click();
    visitor.sees("#waiting-heading", "can't be played");
    visitor.sees("#waiting-text", "isn't a video");
    page.click("#again");
    visitor.hasFocus("#reprocess-key");
    page.keyboard().press("Escape");
    assertThat(page.locator("#reprocess")).isHidden();
    page.click("#again");
    page.fill("#reprocess-key", BrowserUser.KEY);
    isTakenUp(() -> page.click("#reprocess-start"));
    visitor.sees("#waiting-heading", "can't be played");
  }

  @Test
  void preparesASelectionAgainWithTheKeysThatItHas() {
    fill(2);
    upload("Sealed otherwise", "another long key");
    visitor.signIn(ann);
    Locator failed = page.locator(".card[data-status='failed']");
    assertThat(failed).hasCount(3);
    page.click("#select");
    assertThat(failed.first().locator(".card-check")).isFocused();
    page.keyboard().press("Space");
    visitor.sees("#selection-count", "1 selected");
    failed.nth(1).click(); // selects instead of opening
    visitor.sees("#selection-count", "2 selected");
    page.click("#selection-all");
    visitor.sees("#selection-count", "3 selected");

    page.click("#selection-prepare");
    visitor.hasFocus("#batch-key");
    page.keyboard().type(BrowserUser.KEY);
    page.keyboard().press("Enter");
    visitor.sees("#batch-result", "2 are being prepared again. 1 has another key.");
    visitor.hasFocus("#batch-key");
    assertThat(page.locator("#batch-key")).hasValue("");
    page.keyboard().type("another long key");
    page.keyboard().press("Enter");
    visitor.sees("#batch-result", "1 is being prepared again.");
    visitor.hasFocus("#batch-close");
    page.keyboard().press("Enter");
    assertThat(page.locator("#batch")).isHidden();
    assertThat(page.locator("#selection")).isHidden();
    visitor.hasFocus("#select");
  }

  private void isTakenUp(Runnable action) {
    page.waitForResponse(
        answer -> answer.url().endsWith("/reprocess") && answer.status() == 202, action);
  }

  @Test
  @Tag("long")
  void showsEveryVideoThoughSomeWereDeletedAndAddedOnTheWay() {
    fill(30);
    visitor.signIn(ann);
    Locator cards = page.locator(".card[data-video]");
    assertThat(cards).hasCount(AT_ONCE);
    cards.nth(3).locator(".card-delete").click();
    visitor.sees("#delete", "Film 27");
    page.click("#delete-confirm");
    assertThat(cards).hasCount(AT_ONCE - 1);
    fill(1); // the video appears at the top without a reload
    assertThat(cards).hasCount(AT_ONCE);
    page.click("#more");
    assertThat(cards).hasCount(30);
    assertThat(page.locator("#more")).isHidden();
    assertThat(cards.nth(AT_ONCE).locator(".card-link")).hasText("Film 06");
    assertThat(cards.last().locator(".card-link")).hasText("Film 01");
  }

  @Test
  void deletingAsksFirst() {
    fill(1);
    visitor.signIn(ann);
    page.locator(".card-delete").click();
    visitor.isThere("#delete");
    page.keyboard().press("Escape");
    visitor.isThere(".card");
    page.locator(".card-delete").click();
    page.click("#delete-confirm");
    visitor.isThere("#empty");
  }

  @Test
  void deletesByKeyboardAfterAQuestion() {
    fill(2);
    visitor.signIn(ann);
    Locator cards = page.locator(".card[data-video]");
    assertThat(cards).hasCount(2);
    cards.first().locator(".card-delete").focus();
    page.keyboard().press("Enter");
    visitor.sees("#delete", "Film 02");
    visitor.hasFocus("#delete [value=keep]");
    page.keyboard().press("Enter");
    assertThat(page.locator("#delete")).isHidden();
    assertThat(cards).hasCount(2);
    assertThat(cards.first().locator(".card-delete")).isFocused();

    page.keyboard().press("Enter");
    visitor.hasFocus("#delete [value=keep]");
    page.keyboard().press("Tab");
    visitor.hasFocus("#delete-confirm");
    page.keyboard().press("Enter");
    assertThat(cards).hasCount(1);
    assertThat(cards.first().locator(".card-link")).hasText("Film 01");
    assertThat(cards.first().locator(".card-link")).isFocused();
    visitor.sees("#announce", "Film 02 was deleted");
  }
}
