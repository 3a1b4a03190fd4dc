package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.FaultyNetwork;
import io.sealcast.it.harness.SealcastServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests uploads with interruptions, over a network that is slow enough to interrupt them. */
class UploadBrowserIT {
  private static final int SIZE = 24 << 20;

  /** A file name as cameras write them, without a blank at which a line can be broken. */
  private static final String NAME =
      "2026-11-28_Hochzeit_von_Anna_und_Bernd_Kamera2_export_final_v3.mp4";

  private static final long SLOW = 400 << 10;

  private static Browser browser;
  private static SealcastServer server;
  @TempDir private static Path directory;
  private static Path large;
  private static Path letter;

  private final List<String> questions = new ArrayList<>();
  private FaultyNetwork network;
  private BrowserUser visitor;
  private Page page;
  private Api ann;
  private Set<Path> before;

  @BeforeAll
  static void open() throws IOException {
    browser = Browser.open();
    server = SealcastServer.shared();
    byte[] noise = new byte[SIZE];
    new Random(7).nextBytes(noise);
    large = Files.write(directory.resolve(NAME), noise);
    byte[] text = new byte[SIZE];
    Arrays.fill(text, (byte) 'a');
    letter = Files.write(directory.resolve("letter.mp4"), text);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void beginAnUpload() {
    ann = Api.signUp(server);
    network = FaultyNetwork.to(server);
    visitor = new BrowserUser(browser, network.uri());
    page = visitor.page();
    visitor.signIn(ann);
    visitor.choose(large);
    before = drafts();
    network.up().limit(SLOW);
    page.click("#start");
    Awaitility.await("the draft of the upload")
        .atMost(Duration.ofSeconds(60))
        .until(() -> !newDrafts().isEmpty());
  }

  @AfterEach
  void leave() {
    visitor.close();
    network.close();
    visitor.hadNoTrouble();
  }

  @Test
  void nothingIsLeftOfAnUploadThatIsCancelled() {
    page.click("#cancel");
    visitor.sees("#trouble", "cancelled; nothing of it was kept");
    nothingIsKept();
    visitor.hasFocus("#start");
  }

  @Test
  void aNameWithoutBlanksStaysOnThePageOfAPhone() {
    page.setViewportSize(390, 800);
    visitor.isThere("#cancel");
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(390);
    page.click("#cancel");
    nothingIsKept();
  }

  @Test
  void whatIsNoVideoIsToldBesideTheFile() {
    page.click("#cancel");
    nothingIsKept();
    visitor.choose(letter);
    page.click("#start");
    visitor.sees("#file-problem", "isn't a video");
    visitor.hasFocus("#file");
    nothingIsKept();
  }

  @Test
  void aLostConnectionIsToldAndTheSameButtonTriesAgain() {
    network.refuse();
    visitor.sees("#trouble", "connection broke off, and nothing of the video was kept");
    nothingIsKept();

    network.restore();
    network.up().unlimited();
    page.click("#start");
    visitor.isThere(".card[data-video]");
    assertThat(videos()).isEqualTo(1);
  }

  @Test
  void aSecondClickOrEnterSendsNothingASecondTime() {
    page.locator("#upload").evaluate("form => form.requestSubmit()");
    page.keyboard().press("Enter");
    network.up().unlimited();
    visitor.isThere(".card[data-video]");
    assertThat(videos()).isEqualTo(1);

    page.goBack();
    visitor.isThere("#start");
    assertThat(page.locator("#transfer").isVisible()).isFalse();
  }

  @Test
  void leavingAsksFirstAndThenLeavesNothing() {
    List<Boolean> answers = new ArrayList<>(List.of(false, false, true));
    page.onDialog(
        dialog -> {
          questions.add(dialog.type());
          answer(dialog, answers.remove(0));
        });
    tryTo("() => location.reload()");
    awaitQuestions(1);
    tryTo("() => history.back()");
    awaitQuestions(2);
    assertThat(page.locator("#transfer").isVisible()).isTrue();
    tryTo("() => location.assign('/')");
    awaitQuestions(3);
    visitor.isThere("#empty");
    nothingIsKept();
    assertThat(questions).containsOnly("beforeunload");
  }

  /**
   * Runs a script asynchronously, since the result of a script that opens a dialog would wait for
   * the dialog.
   */
  private void tryTo(String script) {
    page.evaluate("() => { setTimeout(" + script + ", 0); }");
  }

  private void awaitQuestions(int times) {
    page.waitForCondition(
        () -> questions.size() >= times,
        new Page.WaitForConditionOptions().setTimeout(BrowserUser.PATIENCE));
  }

  private static void answer(Dialog dialog, boolean leave) {
    if (leave) {
      dialog.accept();
    } else {
      dialog.dismiss();
    }
  }

  private void nothingIsKept() {
    network.up().unlimited();
    Awaitility.await("no draft left")
        .atMost(Duration.ofSeconds(60))
        .until(() -> newDrafts().isEmpty());
    assertThat(videos()).isZero();
  }

  private int videos() {
    return Api.json(ann.get("/api/videos")).getInt("total");
  }

  private Set<Path> newDrafts() {
    Set<Path> now = drafts();
    now.removeAll(before);
    return now;
  }

  private static Set<Path> drafts() {
    try (Stream<Path> files = Files.list(server.installation().storage().resolve(".drafts"))) {
      return new TreeSet<>(files.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
