package io.sealcast.it.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Predicate;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;

/** A video and a stream of one account, another account, and requests to all endpoints. */
abstract class EndpointFixture {
  static final SealcastServer SERVER = SealcastServer.shared();
  static final Api NOBODY = Api.anonymous(SERVER);
  static final String KEY = "key of a video of the endpoints";
  static final String JSON = "{\"encryption_key\":\"" + KEY + "\"}";

  /** The cookie of the owner of the video and the stream. */
  static String ann;

  /** The cookie of another account. */
  static String bob;

  static long video;
  static long videoOfBob;
  static String stream;
  static String object;

  @BeforeAll
  static void openAStream() {
    Api owner = Api.signUp(SERVER);
    Api stranger = Api.signUp(SERVER);
    ann = cookieOf(owner);
    bob = cookieOf(stranger);
    videoOfBob = stranger.upload(TestVideos.mp4(1), KEY);
    video = owner.uploadProcessed(TestVideos.mp4(1), KEY);
    JsonObject opened = owner.stream(video, KEY);
    stream = opened.getString("request_id");
    String media = opened.getString("media_url");
    object = media.substring(media.lastIndexOf('/') + 1);
  }

  static String path(Endpoint endpoint, long fileId) {
    return endpoint.path(fileId, stream, object);
  }

  static String cookieOf(Api account) {
    String body =
        Json.createObjectBuilder()
            .add("username", account.username())
            .add("password", account.password())
            .build()
            .toString();
    HttpResponse<String> answer = NOBODY.post("/api/users/session", body);
    String header = answer.headers().firstValue("Set-Cookie").orElseThrow();
    return header.substring(0, header.indexOf(';'));
  }

  interface Call {
    HttpRequest.Builder to(Endpoint endpoint);
  }

  static void refuses(Predicate<Endpoint> which, Call call, int status, String code) {
    SoftAssertions all = new SoftAssertions();
    Endpoint.all()
        .filter(which)
        .forEach(
            endpoint ->
                ExpectedProblem.isProblem(
                    all, endpoint.toString(), send(call.to(endpoint)), status, code));
    all.assertAll();
  }

  static HttpRequest.Builder request(Endpoint endpoint, String path, String cookie) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(SERVER.uri() + path)).timeout(Duration.ofSeconds(20));
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    if (endpoint.namesStreamInHeader()) {
      request.header("Sealcast-Stream", stream);
    }
    if (endpoint.isWebSocket()) {
      // the client permits no header Upgrade, but the access is checked before that header
      return request.GET();
    }
    return with(request, endpoint.method(), endpoint.body() == Endpoint.Body.JSON ? JSON : null)
        .setHeader("Content-Type", typeOf(endpoint));
  }

  static String typeOf(Endpoint endpoint) {
    return switch (endpoint.body()) {
      case JSON, NONE -> "application/json";
      case CAPTIONS -> "text/vtt";
      case BYTES -> "application/octet-stream";
      case MULTIPART -> "multipart/form-data; boundary=b";
      case FORM -> "application/x-www-form-urlencoded";
    };
  }

  static HttpRequest.Builder with(HttpRequest.Builder request, String method, String body) {
    return request.method(
        method,
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.getBytes(UTF_8)));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) {
    return NOBODY.send(request, BodyHandlers.ofString());
  }
}
