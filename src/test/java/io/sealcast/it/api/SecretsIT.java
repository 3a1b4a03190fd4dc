package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.TopicConsumer;
import io.sealcast.it.harness.DiskFiles;
import io.sealcast.it.harness.SealcastServer;
import io.sealcast.it.harness.TestVideos;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Uploads, processes and streams a video, then searches all files of the database, the broker, the
 * storage, the server and the temporary directory for its bytes and for secrets.
 */
class SecretsIT {
  private static final String MARKER = "sealcast-marker-" + UUID.randomUUID();
  private static final String CAPTION = "caption-" + UUID.randomUUID();
  private static final String KEY = "key of " + UUID.randomUUID();
  private static final int WINDOW = 1 << 20;

  @Test
  void leavesNoPlaintextAndNoSecretAnywhere() throws Exception {
    Instant start = Instant.now();
    SealcastServer server = SealcastServer.shared();
    Api api = Api.signUp(server);
    breakOffAnUpload(server, api);
    long fileId = api.uploadProcessed(markedVideo(), KEY);
    JsonObject wrong = Api.json(api.post("/api/stream/" + fileId, key(KEY + "x")));
    assertThat(wrong.getString("code")).isEqualTo("invalid_encryption_key");
    JsonObject stream = api.stream(fileId, KEY);
    byte[] rendition = api.getBytes(stream.getString("media_url")).body();
    api.get(stream.getString("events_url"));
    assertThat(rendition).hasSizeGreaterThan(20_000);
    JsonObject topicStream =
        Api.json(
            api.post(
                "/api/stream/" + fileId,
                "{\"encryption_key\":\"" + KEY + "\",\"delivery\":\"topic\"}"));
    TopicConsumer.read(server.installation().bootstrap(), topicStream);

    try (Connection database = server.installation().database();
        Statement statement = database.createStatement()) {
      statement.execute("checkpoint");
    } catch (java.sql.SQLException e) {
      // the application's user lacks the permission; the write-ahead log has the rows anyway
      assertThat(e.getSQLState()).isEqualTo("42501");
    }

    String captionsPath = addCaptions(api, fileId, stream);
    assertThat(api.get(captionsPath).body()).contains(CAPTION);

    Map<String, byte[]> secrets = new LinkedHashMap<>();
    secrets.put("text of captions", ascii(CAPTION));
    secrets.put("bytes of the source", ascii(MARKER));
    secrets.put("bytes of the rendition", slice(rendition, rendition.length / 2));
    secrets.put("encryption key", ascii(KEY));
    secrets.put("encryption key, base64", ascii(base64(KEY).substring(0, 40)));
    secrets.put("password", ascii(api.password()));
    secrets.put("Basic credentials", ascii(api.authorization().substring("Basic ".length())));
    // whoever has the id and the service key opens the session's row
    secrets.put("request id", ascii(stream.getString("request_id")));
    secrets.put("request id of a session with a topic", ascii(topicStream.getString("request_id")));

    Path data = server.installation().directory();
    List<Path> files = everywhere(start, server, data);
    assertThat(find(secrets, files)).isEmpty();
    assertThat(files)
        .noneMatch(f -> f.toString().contains(topicStream.getString("request_id")))
        .anyMatch(f -> f.toString().contains(topicStream.getString("response_topic")));
    assertThat(DiskFiles.below(server.home())).noneMatch(f -> f.toString().contains("ffdc"));
  }

  /** Adds captions and returns the path by which the stream delivers them. */
  private static String addCaptions(Api api, long fileId, JsonObject stream) {
    HttpRequest.Builder put =
        api.request("/api/videos/" + fileId + "/captions/en")
            .header("Content-Type", "application/x-subrip")
            .header("Sealcast-Stream", stream.getString("request_id"))
            .PUT(BodyPublishers.ofString("1\n00:00:01,000 --> 00:00:02,000\n" + CAPTION + "\n"));
    assertThat(api.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    String object = api.video(fileId).getJsonArray("captions").getJsonObject(0).getString("object");
    return stream.getString("media_url").replaceFirst("[^/]+$", object);
  }

  /** Verifies the search itself. */
  @Test
  void findsWhatLiesAcrossTwoWindows() throws IOException {
    Path file = Files.createTempFile(Path.of("target"), "haystack", ".bin");
    byte[] bytes = new byte[2 * WINDOW];
    System.arraycopy(ascii("needle"), 0, bytes, WINDOW - 3, 6);
    Files.write(file, bytes);
    assertThat(find(Map.of("it", ascii("needle")), List.of(file))).hasSize(1);
    Files.delete(file);
  }

  /** Causes an unexpected end of stream, at which Liberty would dump the request's headers. */
  private static void breakOffAnUpload(SealcastServer server, Api api) throws IOException {
    URI address = server.uri();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String head =
          "POST /api/videos HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
              + api.authorization()
              + "\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000000\r\n\r\n"
              + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n";
      socket.getOutputStream().write(ascii(head));
      socket.getOutputStream().write(new byte[200_000]);
    }
  }

  private static String key(String value) {
    return "{\"encryption_key\":\"" + value + "\"}";
  }

  /** Returns a video with a marker in a free box at its end, which players ignore. */
  private static Path markedVideo() throws IOException {
    Path marked = Path.of("target", "marked.mp4");
    Files.write(marked, Files.readAllBytes(TestVideos.mp4(6)));
    byte[] text = ascii(MARKER);
    byte[] box = new byte[8 + text.length];
    java.nio.ByteBuffer.wrap(box).putInt(box.length).put(ascii("free")).put(text);
    return Files.write(marked, box, StandardOpenOption.APPEND);
  }

  private static List<Path> everywhere(Instant start, SealcastServer server, Path data)
      throws IOException {
    List<Path> files = new ArrayList<>(DiskFiles.below(data));
    assertThat(files).anyMatch(f -> f.toString().contains("kafka"));
    assertThat(files).anyMatch(f -> f.toString().endsWith(".sealed"));
    assertThat(postgres(data)).isNotEmpty();
    files.addAll(DiskFiles.below(server.home()));
    // excludes the tests' own videos when the project is checked out below the temporary directory
    Path project = Path.of("").toAbsolutePath();
    for (Path file : DiskFiles.below(Path.of(System.getProperty("java.io.tmpdir")))) {
      if (!file.toAbsolutePath().startsWith(project) && changedSince(file, start)) {
        files.add(file);
      }
    }
    return files;
  }

  private static List<Path> postgres(Path data) throws IOException {
    return DiskFiles.below(data).stream().filter(f -> f.toString().contains("postgres")).toList();
  }

  private static boolean changedSince(Path file, Instant start) {
    try {
      return Files.getLastModifiedTime(file).compareTo(FileTime.from(start)) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the names of found secrets with their files. */
  private static List<String> find(Map<String, byte[]> secrets, List<Path> files)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
        if (contains(file, new String(secret.getValue(), StandardCharsets.ISO_8859_1))) {
          found.add(secret.getKey() + " in " + file);
        }
      }
    }
    return found;
  }

  private static boolean contains(Path file, String secret) throws IOException {
    byte[] window = new byte[WINDOW];
    String kept = "";
    try (InputStream in = Files.newInputStream(file)) {
      int read;
      while ((read = in.readNBytes(window, 0, WINDOW)) > 0) {
        String text = kept + new String(window, 0, read, StandardCharsets.ISO_8859_1);
        if (text.contains(secret)) {
          return true;
        }
        kept = text.substring(Math.max(0, text.length() - secret.length()));
      }
      return false;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static byte[] slice(byte[] bytes, int from) {
    return java.util.Arrays.copyOfRange(bytes, from, from + 48);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
