package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TopicRecords;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests {@code PUT /api/videos/{file_id}/position} and {@code position_seconds} of videos. */
class WatchPositionsIT {
  private final SealcastServer server = SealcastServer.shared();
  private final Api ann = Api.signUp(server);

  /** Adds a video of a minute without a processor, so that no event of it is published. */
  private long add() {
    return number(
        "insert into video_file"
            + " (id, owner_id, title, filename, size_bytes, status, duration_seconds)"
            + " select nextval('video_file_id'), id, 'v', 'v.mp4', 1, 'processed', 60"
            + " from account where username = '"
            + ann.username()
            + "' returning id");
  }

  private static HttpResponse<String> put(Api who, long fileId, String body) {
    return who.put("/api/videos/" + fileId + "/position", body);
  }

  private static void save(Api who, long fileId, double seconds) {
    HttpResponse<String> answer = put(who, fileId, "{\"seconds\":" + seconds + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  /** Returns the position of a video, or null when it has none. */
  private static Double seconds(JsonObject video) {
    return video.isNull("position_seconds")
        ? null
        : video.getJsonNumber("position_seconds").doubleValue();
  }

  private Double position(long fileId) {
    return seconds(ann.video(fileId));
  }

  private List<Double> listed(String query) {
    return Api.json(ann.get("/api/videos" + query))
        .getJsonArray("items")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(WatchPositionsIT::seconds)
        .toList();
  }

  @Test
  void isWhereTheVideoWasLeftOffLast() {
    long first = add();
    long second = add();
    add();
    assertThat(position(first)).isNull();

    save(ann, first, 83.4);
    save(ann, second, 5);
    save(ann, first, 12.25);

    assertThat(position(first)).isEqualTo(12.25);
    assertThat(listed("")).containsExactly(null, 5.0, 12.25);
    assertThat(listed("?page_size=1&page=2")).containsExactly(5.0);
    JsonObject renamed =
        Api.json(ann.patch("/api/videos/" + first, "{\"title\":\"another title\"}"));
    assertThat(seconds(renamed)).isEqualTo(12.25);
    save(ann, first, 0);
    assertThat(position(first)).isNull();
    assertThat(position(second)).isEqualTo(5);
  }

  @Test
  void isForgottenAtTheEndOfTheVideo() {
    long video = add();
    for (double end : new double[] {59.5, 60, 90}) {
      save(ann, video, 58.5);
      assertThat(position(video)).isEqualTo(58.5);
      save(ann, video, end);
      assertThat(position(video)).as("after " + end).isNull();
    }
  }

  @Test
  void isTheLastOneWhenTwoDevicesSaveAtTheSameTime() {
    long video = add();
    List<CompletableFuture<Void>> saves = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      double seconds = i;
      saves.add(CompletableFuture.runAsync(() -> save(ann, video, seconds)));
    }
    saves.forEach(CompletableFuture::join);
    assertThat(position(video)).isBetween(1.0, 8.0);
    save(ann, video, 40);
    assertThat(position(video)).isEqualTo(40);
    assertThat(number("select count(*) from watch_position where video_id = " + video)).isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                   | 400 | missing_field",
        "{\"seconds\":null}   | 400 | missing_field",
        "{\"seconds\":-1}     | 422 | validation_failed",
        "{\"seconds\":\"83\"} | 422 | validation_failed",
        "{\"seconds\":1e400}  | 422 | validation_failed"
      })
  void namesTheFieldThatIsNotAPosition(String body, int status, String code) {
    long video = add();
    save(ann, video, 3);
    Problem.checkField(put(ann, video, body), status, code, "seconds");
    assertThat(position(video)).isEqualTo(3);
  }

  @Test
  void isNotThereForAnybodyElse() {
    long video = add();
    save(ann, video, 3);
    Api bob = Api.signUp(server);
    Problem.check(put(bob, video, "{\"seconds\":7}"), 404, "not_found");
    Problem.check(put(bob, video, "{\"seconds\":0}"), 404, "not_found");
    Problem.check(put(bob, video, "{}"), 404, "not_found");
    Problem.check(put(ann, 999_999_999, "{\"seconds\":7}"), 404, "not_found");
    Problem.check(put(Api.anonymous(server), video, "{\"seconds\":7}"), 401, "not_authenticated");
    assertThat(position(video)).isEqualTo(3);
  }

  @Test
  void isGoneWithItsVideoAndWithItsAccount() {
    long deleted = add();
    long kept = add();
    save(ann, deleted, 3);
    save(ann, kept, 3);
    assertThat(ann.delete("/api/videos/" + deleted).statusCode()).isEqualTo(204);
    Problem.check(put(ann, deleted, "{\"seconds\":7}"), 404, "not_found");
    String rows = "select count(*) from watch_position where video_id in (";
    assertThat(number(rows + deleted + "," + kept + ")")).isOne();
    // users can't delete their account yet, so the test does what an administrator does
    update("delete from account where username = '" + ann.username() + "'");
    assertThat(number(rows + deleted + "," + kept + ")")).isZero();
  }

  @Test
  void isRefusedWhenTheVideoIsDeletedMeanwhile() throws SQLException {
    long video = add();
    CompletableFuture<HttpResponse<String>> saving;
    try (Connection database = server.installation().database();
        Statement statement = database.createStatement()) {
      database.setAutoCommit(false);
      statement.executeUpdate("delete from video_file where id = " + video);
      // the request still finds the video, and waits for the end of the deletion
      saving = CompletableFuture.supplyAsync(() -> put(ann, video, "{\"seconds\":7}"));
      Awaitility.await()
          .until(
              () ->
                  number(
                      "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                          + " and query like 'insert into watch_position%'"),
              waiting -> waiting == 1);
      database.commit();
    }
    Problem.check(saving.join(), 404, "not_found");
  }

  @Test
  void isNoChangeOfTheVideo() {
    long video = add();
    String row = "select xmin::text::bigint from video_file where id = " + video;
    long version = number(row);

    save(ann, video, 3);
    save(ann, video, 4);
    save(ann, video, 0);

    assertThat(number(row)).as("transaction that wrote the row of the video").isEqualTo(version);
    HttpResponse<String> renamed = ann.patch("/api/videos/" + video, "{\"title\":\"after\"}");
    assertThat(renamed.statusCode()).as(renamed.body()).isEqualTo(200);
    // the records of a video are in order, so that those of the positions would precede this one
    assertThat(Awaitility.await().until(() -> events(video), count -> count > 0)).isEqualTo(1);
  }

  private long events(long video) {
    return TopicRecords.in(server.installation().bootstrap(), "video-events").stream()
        .filter(record -> Long.toString(video).equals(record.key()))
        .count();
  }

  private long number(String sql) {
    try (Connection database = server.installation().database();
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void update(String sql) {
    try (Connection database = server.installation().database();
        Statement statement = database.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
