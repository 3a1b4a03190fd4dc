package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.EventReader;
import io.sealcast.it.client.Multipart;
import io.sealcast.it.harness.LeasedVideos;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Tests the guarantees of {@code GET /api/events}. */
class EventsIT {
  private static final int STREAMS_PER_ACCOUNT = 8;

  private final SealcastServer server = SealcastServer.shared();
  private final Api ann = Api.signUp(server);

  private EventReader listen(String... headers) {
    return headers.length == 0
        ? new EventReader(ann, ann.request("/api/events"))
        : new EventReader(ann, ann.request("/api/events").headers(headers));
  }

  private static long upload(Api who) {
    HttpResponse<String> answer =
        new Multipart()
            .text("encryption_key", "a key for tests")
            .file("film.mp4", TestVideos.unreadable(100))
            .send(who);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Api.json(answer).getJsonNumber("file_id").longValue();
  }

  @Test
  void tellsOfEveryChangeOfOnesOwnVideosAndOfNobodyElses() {
    Api bob = Api.signUp(server);
    try (EventReader events = listen();
        EventReader bobs = new EventReader(bob, bob.request("/api/events"))) {
      events.awaitBeginning();
      bobs.awaitBeginning();
      long id = upload(ann);
      EventReader.Event first = events.await(e -> e.isOf(id));
      assertThat(first.data().getString("title")).isEqualTo("film");
      events.await(e -> e.isOf(id) && e.data().getString("status").equals("failed"));
      ann.patch("/api/videos/" + id, "{\"title\":\"Another\"}");
      events.await(e -> e.isOf(id) && e.data().getString("title").equals("Another"));
      ann.delete("/api/videos/" + id);
      assertThat(events.await(e -> e.isOf(id) && e.isDeleted()).id()).isNotNull();
      assertThat(bobs.events()).extracting(EventReader.Event::name).containsOnly("snapshot");
    }
  }

  @Test
  void whoComesBackHearsWhatWasMissedAndWhoCannotBeToldHearsAllThatIsUnfinished()
      throws SQLException {
    String position;
    long id;
    try (EventReader events = listen()) {
      events.awaitBeginning();
      id = upload(ann);
      position =
          events.await(e -> e.isOf(id) && e.data().getString("status").equals("failed")).id();
    }
    long missed = upload(ann);
    ann.awaitStatus(missed, "failed");
    try (EventReader events = listen("Last-Event-ID", position)) {
      events.await(e -> e.isOf(missed));
      events.awaitBeginning();
      // An event has the state at its time or a later one. An event before that of the failure may
      // therefore have reported the first video as failed already; then both events arrive.
      assertThat(events.events()).allMatch(e -> e.isOf(missed) || e.isOf(id));
    }
    try (LeasedVideos work = new LeasedVideos(ann, 2);
        EventReader events = listen("Last-Event-ID", "1-1")) {
      EventReader.Event snapshot = events.await(e -> "snapshot".equals(e.name()));
      assertThat(snapshot.data().getJsonArray("unfinished"))
          .extracting(Object::toString)
          .containsExactlyElementsOf(work.ids().stream().map(String::valueOf).toList());
      work.ids().forEach(one -> events.await(e -> e.isOf(one)));
      assertThat(events.events()).noneMatch(e -> e.isOf(missed));
      work.progress(work.ids().get(0), 55);
      events.await(e -> e.isOf(work.ids().get(0)) && e.data().getInt("progress") == 55);
    }
  }

  @Test
  void streamsOfAnAccountAreBoundedAndOneWhoLeavesMakesRoom() {
    List<EventReader> open = new ArrayList<>();
    long video = upload(ann);
    String path = "/api/videos/" + video + "/events";
    for (int i = 0; i < STREAMS_PER_ACCOUNT; i++) {
      // those about one video count too
      open.add(i % 2 == 0 ? listen() : new EventReader(ann, ann.request(path)));
    }
    open.forEach(stream -> assertThat(stream.text()).startsWith("retry: 3000\n\n"));
    Problem.check(ann.get(path), 429, "too_many_requests");
    HttpResponse<String> refused = ann.get("/api/events");
    Problem.check(refused, 429, "too_many_requests");
    assertThat(Api.header(refused, "Retry-After")).isEqualTo("10");
    open.forEach(EventReader::close);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              try {
                listen().close();
                return true;
              } catch (AssertionError e) {
                return false;
              }
            });
  }

  @Test
  void aSignOutEndsTheStreamsAndAPageOfAnotherSignInHasNone() throws SQLException {
    try (LeasedVideos work = new LeasedVideos(ann, 1)) {
      String cookie = signIn();
      Api browser = Api.anonymous(server);
      EventReader all =
          new EventReader(browser, browser.request("/api/events").header("Cookie", cookie));
      EventReader one =
          new EventReader(
              browser,
              browser
                  .request("/api/videos/" + work.ids().get(0) + "/events")
                  .header("Cookie", cookie));
      HttpResponse<String> ofAnother =
          browser.send(
              browser
                  .request("/api/events")
                  .header("Cookie", cookie)
                  .header("Sealcast-Sign-In", "another"),
              HttpResponse.BodyHandlers.ofString());
      Problem.check(ofAnother, 401, "not_authenticated");
      HttpResponse<String> out =
          browser.send(
              browser.request("/api/users/session").header("Cookie", cookie).DELETE(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(out.statusCode()).isEqualTo(204);
      all.awaitEnd(Duration.ofSeconds(20));
      one.awaitEnd(Duration.ofSeconds(20));
    }
  }

  private String signIn() {
    HttpResponse<String> answer =
        Api.anonymous(server)
            .post(
                "/api/users/session",
                "{\"username\":\""
                    + ann.username()
                    + "\",\"password\":\""
                    + ann.password()
                    + "\"}");
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    return Api.header(answer, "Set-Cookie").replaceFirst(";.*", "");
  }
}
