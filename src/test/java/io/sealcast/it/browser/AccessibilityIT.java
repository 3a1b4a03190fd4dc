package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every page passes axe-core's accessibility rules, in both themes, on a small and a large screen.
 */
@Tag("long")
class AccessibilityIT {
  private static final String KEY = "a long key for the tests";
  private static final int[] WIDTHS = {1280, 360};

  private static Browser browser;
  private static SceneNavigator visits;

  @BeforeAll
  static void open() throws SQLException {
    browser = Browser.open();
    SealcastServer server = SealcastServer.shared();
    Api user = Api.signUp(server);
    long preparing = user.upload(TestVideos.mp4(20), KEY);
    long early = user.upload(TestVideos.mp4(20), KEY);
    long ready = user.upload(TestVideos.mp4(20), KEY);
    long failed = user.upload(TestVideos.unreadable(), KEY);
    user.awaitStatus(preparing, "processed");
    user.awaitStatus(early, "processed");
    user.awaitStatus(ready, "processed");
    user.awaitStatus(failed, "failed");
    holdInPreparation(server, preparing, 0);
    holdInPreparation(server, early, 1);
    SceneData cast = new SceneData(user, Api.signUp(server), KEY, ready, preparing, early, failed);
    visits = new SceneNavigator(browser, server.uri(), cast);
  }

  @AfterAll
  static void close() {
    if (visits != null) {
      visits.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingSeriousIsFound(Scene scene) {
    List<String> serious = new ArrayList<>();
    visits.show(
        scene,
        WIDTHS[0],
        800,
        page -> {
          for (int width : WIDTHS) {
            page.setViewportSize(width, 800);
            for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
              page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
              for (Axe.Violation violation : Axe.examine(page)) {
                String words = width + " px, " + theme + ": " + violation;
                if (violation.isSerious()) {
                  serious.add(words);
                } else {
                  System.out.println(scene + ", " + words);
                }
              }
            }
          }
        });
    assertThat(serious).isEmpty();
  }

  /**
   * Keeps a video in the status of processing, since the tests' short videos would be ready before
   * a page can show it.
   *
   * @param parts number of the parts that can be watched already
   */
  private static void holdInPreparation(SealcastServer server, long video, int parts)
      throws SQLException {
    try (Connection database = server.installation().database();
        PreparedStatement missing =
            database.prepareStatement(
                "delete from media_object where video_id = ? and part_number >= ?");
        PreparedStatement inWork =
            database.prepareStatement(
                "update media_object set is_default = false where video_id = ?");
        PreparedStatement update =
            database.prepareStatement(
                "update video_file set status = 'processing', progress = 42, worker = 'nobody',"
                    + " lease_until = now() + interval '1 day' where id = ?")) {
      missing.setLong(1, video);
      missing.setInt(2, parts);
      assertThat(missing.executeUpdate()).isPositive();
      inWork.setLong(1, video);
      inWork.executeUpdate();
      update.setLong(1, video);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
