package io.sealcast.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.SealcastServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A client of the HTTP API for one user, authenticated by HTTP Basic. */
public final class Api {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final URI address;
  private final String username;
  private final String password;
  private final HttpClient http;

  private Api(URI address, String username, String password) {
    this(address, username, password, HttpClient.newBuilder());
  }

  private Api(URI address, String username, String password, HttpClient.Builder http) {
    this.address = address;
    this.username = username;
    this.password = password;
    this.http = http.version(HttpClient.Version.HTTP_1_1).build();
  }

  private Api(URI address, HttpClient http) {
    this.address = address;
    username = null;
    password = null;
    this.http = http;
  }

  private Api withoutCredentials() {
    return new Api(address, http);
  }

  private static HttpClient.Builder client(SealcastServer server) {
    return HttpClient.newBuilder().sslContext(server.sslContext());
  }

  /** Creates a client that sends no credentials. */
  public static Api anonymous(SealcastServer server) {
    return new Api(server.uri(), null, null, client(server));
  }

  /** Signs up a new user with a unique name. */
  public static Api signUp(SealcastServer server) {
    String username = "user-" + UUID.randomUUID().toString().substring(0, 13);
    return signUp(new Api(server.uri(), username, UUID.randomUUID().toString(), client(server)));
  }

  /** Signs up a new user on the server at an address. */
  public static Api signUp(URI address, String username) {
    return signUp(new Api(address, username, UUID.randomUUID().toString()));
  }

  private static Api signUp(Api api) {
    String body =
        Json.createObjectBuilder()
            .add("username", api.username)
            .add("password", api.password)
            .build()
            .toString();
    HttpResponse<String> answer = api.withoutCredentials().post("/api/users", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return api;
  }

  /** Returns a client for the same user on another server of the installation. */
  public Api on(SealcastServer other) {
    return new Api(other.uri(), username, password, client(other));
  }

  public String username() {
    return username;
  }

  public String password() {
    return password;
  }

  /** Returns the value of the header {@code Authorization}. */
  public String authorization() {
    byte[] credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  /**
   * Signs in as a browser does.
   *
   * @return name and value of the cookie
   */
  public String signIn() {
    String body =
        Json.createObjectBuilder()
            .add("username", username)
            .add("password", password)
            .build()
            .toString();
    HttpResponse<String> answer = withoutCredentials().post("/api/users/session", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return header(answer, "Set-Cookie").replaceFirst(";.*", "");
  }

  /** Signs the browser with a cookie out. */
  public void signOut(String cookie) {
    Api browser = withoutCredentials();
    HttpRequest.Builder request =
        browser.request("/api/users/session").header("Cookie", cookie).DELETE();
    assertThat(send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
  }

  /**
   * Returns the builder of a request with credentials, for a path inside of the application, a path
   * from one of its answers, or an absolute address.
   */
  public HttpRequest.Builder request(String path) {
    String base = address.getPath().replaceFirst("/$", "");
    boolean complete = !path.startsWith("/") || path.startsWith(base + "/");
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address.resolve(URI.create(complete ? path : base + path)))
            .timeout(TIMEOUT);
    if (username != null) {
      builder.header("Authorization", authorization());
    }
    return builder;
  }

  /** Sends a request. */
  public <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> get(String path) {
    return send(request(path), BodyHandlers.ofString());
  }

  public HttpResponse<byte[]> getBytes(String path) {
    return send(request(path), BodyHandlers.ofByteArray());
  }

  public HttpResponse<String> post(String path, String json) {
    return send(withJson(path).POST(BodyPublishers.ofString(json)), BodyHandlers.ofString());
  }

  public HttpResponse<String> patch(String path, String json) {
    return send(
        withJson(path).method("PATCH", BodyPublishers.ofString(json)), BodyHandlers.ofString());
  }

  public HttpResponse<String> put(String path, String json) {
    return send(withJson(path).PUT(BodyPublishers.ofString(json)), BodyHandlers.ofString());
  }

  public HttpResponse<String> delete(String path) {
    return send(request(path).DELETE(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder withJson(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  /** Uploads a file, which is streamed from the disk. The title may be null. */
  public HttpResponse<String> tryUpload(Path file, String encryptionKey, String title) {
    String boundary = "sealcast-" + UUID.randomUUID();
    StringBuilder head = new StringBuilder(field(boundary, "encryption_key", encryptionKey));
    if (title != null) {
      head.append(field(boundary, "title", title));
    }
    head.append("--").append(boundary).append("\r\n");
    head.append("Content-Disposition: form-data; name=\"file\"; filename=\"");
    head.append(file.getFileName().toString().replace("\"", "%22")).append("\"\r\n");
    head.append("Content-Type: application/octet-stream\r\n\r\n");
    try {
      BodyPublisher body =
          BodyPublishers.concat(
              BodyPublishers.ofString(head.toString()),
              BodyPublishers.ofFile(file),
              BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
      return send(
          request("/api/videos")
              .timeout(Duration.ofMinutes(10))
              .header("Content-Type", "multipart/form-data; boundary=" + boundary)
              .POST(body),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String field(String boundary, String name, String value) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + value
        + "\r\n";
  }

  /**
   * Uploads a file, which must succeed.
   *
   * @return id of the video
   */
  public long upload(Path file, String encryptionKey) {
    HttpResponse<String> answer = tryUpload(file, encryptionKey, null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).getJsonNumber("file_id").longValue();
  }

  /**
   * Uploads a file and waits until the video is processed.
   *
   * @return id of the video
   */
  public long uploadProcessed(Path file, String encryptionKey) {
    long id = upload(file, encryptionKey);
    awaitStatus(id, "processed");
    return id;
  }

  /** Returns the JSON of a video. */
  public JsonObject video(long fileId) {
    HttpResponse<String> answer = get("/api/videos/" + fileId);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  /** Waits until the video is {@code processed} or {@code failed} and requires {@code status}. */
  public JsonObject awaitStatus(long fileId, String status) {
    JsonObject end =
        Awaitility.await("the end of processing video " + fileId)
            .atMost(Duration.ofMinutes(2))
            .pollInterval(Duration.ofMillis(200))
            .until(() -> video(fileId), v -> v.getString("status").matches("processed|failed"));
    assertThat(end.getString("status")).as(end.toString()).isEqualTo(status);
    return end;
  }

  /** Opens a stream and returns its JSON. */
  public JsonObject stream(long fileId, String encryptionKey) {
    String body =
        Json.createObjectBuilder().add("encryption_key", encryptionKey).build().toString();
    HttpResponse<String> answer = post("/api/stream/" + fileId, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return json(answer);
  }

  /** Ends a stream that {@link #stream} opened. */
  public HttpResponse<String> endStream(JsonObject stream) {
    return delete("/api/stream/" + stream.getInt("file_id") + "/" + stream.getString("request_id"));
  }

  /**
   * Requests the bytes of a stream by HTTP.
   *
   * @param headers alternating names and values
   */
  public HttpResponse<byte[]> media(JsonObject stream, String... headers) {
    HttpRequest.Builder request = request(stream.getString("media_url"));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, BodyHandlers.ofByteArray());
  }

  /** Returns a header of a response; empty when there is none. */
  public static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /** Parses the body of a response as JSON. */
  public static JsonObject json(HttpResponse<String> answer) {
    return json(answer.body());
  }

  public static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
