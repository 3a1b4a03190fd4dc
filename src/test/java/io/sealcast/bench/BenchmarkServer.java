package io.sealcast.bench;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.Multipart;
import io.sealcast.it.harness.Installation;
import io.sealcast.it.harness.Scrape;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A server with both roles and the videos that are read from it. */
final class BenchmarkServer implements AutoCloseable {
  static final int VIDEOS = 8;
  private static final int VIDEO_MIB = 48;
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final String KEY = "a key of some length";

  /**
   * A stored video.
   *
   * @param object name of the object that is read
   * @param chunks number of its whole chunks of 1 MiB
   */
  record Video(long id, String object, int chunks) {
    long bytes() {
      return (long) chunks << 20;
    }
  }

  private final Installation installation;
  private final SealcastServer server;
  private final ServerJvm jvm;
  private final Api api;
  private final CacheUse use;
  private final List<Video> videos = new ArrayList<>();

  private BenchmarkServer(Installation installation, SealcastServer server, Api api, CacheUse use)
      throws IOException {
    this.installation = installation;
    this.server = server;
    this.api = api;
    this.use = use;
    jvm = new ServerJvm(server.pid());
  }

  /** Starts a server. With a cache, it has one video of half the cache's size. */
  static BenchmarkServer set(
      Installation installation, CacheUse use, Map<String, String> environment) throws IOException {
    SealcastServer.Builder builder =
        SealcastServer.in(installation).name("cache-" + use.name().toLowerCase(Locale.ROOT));
    // all connections belong to one account
    builder.env("SEALCAST_GATEWAY_SOCKETS_PER_ACCOUNT", "1000");
    use.environment().forEach(builder::env);
    environment.forEach(builder::env);
    SealcastServer server = builder.start();
    BenchmarkServer stage = new BenchmarkServer(installation, server, Api.signUp(server), use);
    Path file = TestVideos.large(VIDEO_MIB);
    for (int i = 0; i < (stage.cached() ? 1 : VIDEOS); i++) {
      stage.videos.add(stage.upload(file));
    }
    return stage;
  }

  private Video upload(Path file) {
    long id = api.uploadProcessed(file, KEY);
    JsonObject rendition = api.video(id).getJsonArray("renditions").getJsonObject(0);
    return new Video(
        id,
        rendition.getString("object"),
        (int) (rendition.getJsonNumber("size").longValue() >> 20));
  }

  /**
   * Uploads random bytes and deletes them when their processing has failed.
   *
   * @return throughput in MiB/s from connecting to the response
   */
  double upload(UploadClient client, int mebibytes) throws IOException {
    String head =
        "POST /api/videos HTTP/1.1\r\nAuthorization: %s\r\nContent-Type: %s\r\n"
            .formatted(api.authorization(), Multipart.CONTENT_TYPE);
    String before =
        new String(
            new Multipart().text("encryption_key", KEY).unfinishedFile("large.bin").unfinished(),
            StandardCharsets.US_ASCII);
    String after = "\r\n--" + Multipart.BOUNDARY + "--\r\n";
    UploadClient.Answer answer = client.send(server.uri(), head, before, mebibytes, after);
    long id = JSON.createReader(new StringReader(answer.body())).readObject().getInt("file_id");
    api.awaitStatus(id, "failed");
    api.delete("/api/videos/" + id);
    return answer.mebibytesPerSecond(mebibytes);
  }

  long pid() {
    return server.pid();
  }

  /**
   * Returns the video of a viewer. Without a cache, each viewer has a different one, as far as
   * there are enough.
   */
  Video video(int viewer) {
    return videos.get(viewer % videos.size());
  }

  CacheUse use() {
    return use;
  }

  /** Whether repeated reads are served from memory. */
  boolean cached() {
    return use == CacheUse.ON;
  }

  String label() {
    return use.label();
  }

  ServerJvm jvm() {
    return jvm;
  }

  JsonObject open(Video video) {
    return api.stream(video.id(), KEY);
  }

  /** Opens a session with a client that uses less CPU time. */
  JsonObject open(Video video, PostClient poster) throws IOException {
    return poster.post(
        "/api/stream/" + video.id(), JSON.createObjectBuilder().add("encryption_key", KEY).build());
  }

  PostClient poster() throws IOException {
    return new PostClient(server.uri(), api.authorization());
  }

  /** Returns the time in seconds that the server has spent on PBKDF2. */
  double derivationSeconds() {
    return Scrape.of(server).value("sealcast_key_derivation_seconds_sum");
  }

  RangeClient connect(JsonObject stream, int bufferBytes) throws IOException {
    String path = stream.getString("websocket_url");
    return new RangeClient(server.uri(), path, api.authorization(), bufferBytes);
  }

  void end(Video video, JsonObject stream) {
    api.delete("/api/stream/" + video.id() + "/" + stream.getString("request_id"));
  }

  /** Returns the CPU time used so far. */
  Usage usage() {
    ProcessHandle self = ProcessHandle.current();
    double services = 0;
    for (ProcessHandle child : self.children().toList()) {
      if (child.pid() != server.pid()) {
        services += Usage.ofTree(child);
      }
    }
    return new Usage(
        Usage.ofTree(ProcessHandle.of(server.pid()).orElseThrow()),
        services + database(),
        Usage.ofThis(),
        Usage.ofMachine());
  }

  /**
   * Returns the CPU time of the database. It isn't a descendant of this process if its parent has
   * ended.
   */
  private double database() {
    return installation
        .databaseProcess()
        .filter(database -> ProcessHandle.current().descendants().noneMatch(database::equals))
        .map(Usage::ofTree)
        .orElse(0.0);
  }

  @Override
  public void close() throws IOException {
    jvm.close();
    server.close();
  }
}
