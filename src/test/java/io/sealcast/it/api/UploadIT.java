package io.sealcast.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.client.Multipart;
import io.sealcast.it.client.RawUpload;
import io.sealcast.it.harness.Problem;
import io.sealcast.it.harness.SealcastServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadIT {
  private static final String KEY = "a key for tests";
  private static final String MARKER = "sealcast-marker-e41c97-in-clear";

  private final SealcastServer server = SealcastServer.shared();
  private final Api ann = Api.signUp(server);

  private static byte[] content() {
    return marked(1000);
  }

  /** Returns the marker, many times, behind a byte with which no text begins. */
  private static byte[] marked(int times) {
    return ("\0" + MARKER.repeat(times)).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void answersWithTheVideoBeforeItIsProcessed() {
    byte[] content = content();
    HttpResponse<String> answer =
        new Multipart().text("encryption_key", KEY).file("Rome 2024.mp4", content).send(ann);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonObject video = Api.json(answer);
    assertThat(answer.headers().firstValue("Location"))
        .hasValue("/api/videos/" + video.getInt("file_id"));
    assertThat(video.getString("title")).isEqualTo("Rome 2024");
    assertThat(video.getString("filename")).isEqualTo("Rome 2024.mp4");
    assertThat(video.getInt("size")).isEqualTo(content.length);
    assertThat(video.getString("status")).isEqualTo("uploaded");
    assertThat(video.getInt("progress")).isZero();
    assertThat(video.isNull("failure")).isTrue();
    assertThat(video.getString("owner")).isEqualTo(ann.username());
    assertThat(video.getString("access")).isEqualTo("owner");
    assertThat(Instant.parse(video.getString("created_at")))
        .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(5));
  }

  @Test
  void takesThePartsInAnyOrder() {
    List<Multipart> orders =
        List.of(
            new Multipart().file("v.mp4", content()).text("encryption_key", KEY).text("title", "t"),
            new Multipart().text("title", "t").file("v.mp4", content()).text("encryption_key", KEY),
            new Multipart()
                .text("unknown", "x")
                .text("encryption_key", KEY)
                .text("title", "t")
                .file("v.mp4", content()));
    for (Multipart form : orders) {
      HttpResponse<String> answer = form.send(ann);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      assertThat(Api.json(answer).getString("title")).isEqualTo("t");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../etc/passwd",
        "..\\..\\boot.ini",
        "/etc/shadow",
        "with \"quotes\" and 'more'.mp4",
        "emoji 🎬👩‍🚀.mp4",
        "日本語.mkv",
        "a;b=c&d?e#f%20g.mp4",
        ".mp4",
        "no extension",
        "<script>alert(1)</script>.mp4"
      })
  void keepsFileNamesAsDataOfAnyKind(String filename) throws IOException {
    HttpResponse<String> answer =
        new Multipart().text("encryption_key", KEY).file(filename, content()).send(ann);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    assertThat(Api.json(answer).getString("filename")).isEqualTo(filename);
    long id = Api.json(answer).getJsonNumber("file_id").longValue();
    assertThat(stored(id))
        .allSatisfy(f -> assertThat(f).matches("keys\\.json|[0-9a-f-]+\\.sealed"));
  }

  private Set<String> stored(long id) throws IOException {
    try (Stream<Path> files = Files.list(server.installation().storage().resolve("videos/" + id))) {
      return new TreeSet<>(files.map(f -> f.getFileName().toString()).toList());
    }
  }

  @Test
  void namesTheFieldThatIsMissingOrNotAcceptable() {
    byte[] content = content();
    String tooLong = "n".repeat(252) + ".mp4";
    Problem.checkField(
        new Multipart().file("v.mp4", content).send(ann), 400, "missing_field", "encryption_key");
    Problem.checkField(
        new Multipart().text("encryption_key", "").file("v.mp4", content).send(ann),
        400,
        "missing_field",
        "encryption_key");
    Problem.checkField(
        new Multipart().file("v.mp4", content).text("encryption_key", "seven77").send(ann),
        422,
        "validation_failed",
        "encryption_key");
    Problem.checkField(
        new Multipart().text("encryption_key", KEY).send(ann), 400, "missing_field", "file");
    Problem.checkField(
        new Multipart().text("encryption_key", KEY).file("v.mp4", new byte[0]).send(ann),
        422,
        "empty_file",
        "file");
    Problem.checkField(
        new Multipart().text("encryption_key", KEY).file("", new byte[0]).send(ann),
        400,
        "missing_field",
        "file");
    Problem.checkField(
        new Multipart().text("title", "t".repeat(201)).file("v.mp4", content).send(ann),
        422,
        "validation_failed",
        "title");
    Problem.checkField(
        new Multipart().text("encryption_key", KEY).file(tooLong, content).send(ann),
        422,
        "validation_failed",
        "file");
    assertThat(Api.json(ann.get("/api/videos")).getInt("total")).isZero();
  }

  @Test
  void takesNoUploadFromStrangersAndInOtherFormats() {
    Problem.check(
        new Multipart().file("v.mp4", content()).send(Api.anonymous(server)),
        401,
        "not_authenticated");
    Problem.check(ann.post("/api/videos", "{}"), 415, "unsupported_media_type");
    HttpRequest.Builder without =
        ann.request("/api/videos")
            .header("Content-Type", "multipart/form-data")
            .POST(BodyPublishers.ofString("x"));
    Problem.check(ann.send(without, BodyHandlers.ofString()), 400, "bad_request");
  }

  @Test
  void refusesEarlyAndStillIsHeard() {
    byte[] large = new byte[32 << 20];
    HttpResponse<String> answer =
        new Multipart().text("encryption_key", "short").file("v.mp4", large).send(ann);
    Problem.checkField(answer, 422, "validation_failed", "encryption_key");
  }

  @Test
  void refusesWhatIsAnnouncedLargerThanTheLimitBeforeItIsSent() throws IOException {
    try (RawUpload upload = new RawUpload(server, ann, 1L << 40, new byte[0])) {
      assertThat(upload.answer()).startsWith("HTTP/1.1 413").contains("application/problem+json");
    }
  }

  @Test
  void refusesAShortFileThatIsNoVideo() {
    byte[] letter = "Dear Ann, ".repeat(100).getBytes(StandardCharsets.UTF_8);
    HttpResponse<String> answer =
        new Multipart().file("v.mp4", letter).text("encryption_key", KEY).send(ann);
    Problem.checkField(answer, 422, "not_a_video", "file");
    assertThat(Api.json(ann.get("/api/videos")).getInt("total")).isZero();
  }

  @Test
  void refusesWhatIsNoVideoWhenItsFirstMebibyteHasArrived() throws IOException {
    Set<Path> before = files();
    byte[] letter = new byte[1 << 20];
    Arrays.fill(letter, (byte) 'a');
    byte[] beginning =
        new Multipart()
            .text("encryption_key", KEY)
            .unfinishedFile("v.mp4")
            .bytes(letter)
            .unfinished();
    try (RawUpload upload = new RawUpload(server, ann, 1 << 30, beginning)) {
      assertThat(upload.answer())
          .startsWith("HTTP/1.1 422")
          .contains("application/problem+json")
          .containsIgnoringCase("connection: close");
      Awaitility.await("nothing left")
          .atMost(Duration.ofSeconds(10))
          .until(() -> files().stream().noneMatch(f -> isDraft(f) && !before.contains(f)));
    }
    assertThat(Api.json(ann.get("/api/videos")).getInt("total")).isZero();
  }

  @Test
  void isHeardByAClientThatGoesOnSendingWhatIsNoVideo() {
    byte[] letter = new byte[64 << 20];
    Arrays.fill(letter, (byte) 'a');
    HttpResponse<String> answer =
        new Multipart().text("encryption_key", KEY).file("v.mp4", letter).send(ann);
    Problem.checkField(answer, 422, "not_a_video", "file");
  }

  @Test
  void leavesNothingOfAnUploadThatBreaksOff() throws IOException {
    Set<Path> before = files();
    byte[] beginning =
        new Multipart().text("encryption_key", KEY).file("v.mp4", new byte[3 << 20]).unfinished();
    try (RawUpload upload = new RawUpload(server, ann, 50 << 20, beginning)) {
      assertThat(upload).isNotNull();
      Awaitility.await("the draft of the upload")
          .atMost(Duration.ofSeconds(20))
          .until(() -> files().stream().anyMatch(f -> isDraft(f) && !before.contains(f)));
    }
    Awaitility.await("nothing left")
        .atMost(Duration.ofSeconds(10))
        .until(() -> files().stream().noneMatch(f -> isDraft(f) && !before.contains(f)));
    assertThat(Api.json(ann.get("/api/videos")).getInt("total")).isZero();
  }

  private static boolean isDraft(Path file) {
    return file.toString().contains(".drafts");
  }

  private Set<Path> files() throws IOException {
    Set<Path> found = new TreeSet<>();
    try (Stream<Path> walk = Files.walk(server.installation().storage())) {
      walk.filter(Files::isRegularFile).forEach(found::add);
    } catch (java.io.UncheckedIOException e) {
      // files were removed during the search; the caller repeats it
      return found;
    }
    return found;
  }

  @Test
  void putsNothingInClearOnADisk() throws IOException {
    // larger than any buffer, with the key as the last field, so that all bytes arrive before the
    // key
    byte[] content = marked(300_000);
    HttpResponse<String> answer =
        new Multipart().file("v.mp4", content).text("encryption_key", MARKER + "-key").send(ann);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    List<Path> directories =
        List.of(
            server.installation().directory(),
            server.home(),
            Path.of(System.getProperty("java.io.tmpdir")));
    for (Path directory : directories) {
      assertThat(holding(directory, MARKER.getBytes(StandardCharsets.UTF_8)))
          .as("%s", directory)
          .isEmpty();
    }
  }

  private static List<Path> holding(Path directory, byte[] marker) throws IOException {
    List<Path> candidates = new ArrayList<>();
    // excludes a checkout below the temporary directory: this source file has the marker
    Path sources = Path.of("src").toAbsolutePath();
    Path classes = Path.of("target", "test-classes").toAbsolutePath();
    Files.walkFileTree(
        directory,
        new java.nio.file.SimpleFileVisitor<>() {
          @Override
          public java.nio.file.FileVisitResult preVisitDirectory(
              Path directory, java.nio.file.attribute.BasicFileAttributes attributes) {
            return directory.equals(sources) || directory.equals(classes)
                ? java.nio.file.FileVisitResult.SKIP_SUBTREE
                : java.nio.file.FileVisitResult.CONTINUE;
          }

          @Override
          public java.nio.file.FileVisitResult visitFile(
              Path file, java.nio.file.attribute.BasicFileAttributes attributes) {
            boolean fresh =
                attributes
                    .lastModifiedTime()
                    .toInstant()
                    .isAfter(Instant.now().minus(Duration.ofMinutes(5)));
            if (attributes.isRegularFile() && fresh && Files.isReadable(file)) {
              candidates.add(file);
            }
            return java.nio.file.FileVisitResult.CONTINUE;
          }

          @Override
          public java.nio.file.FileVisitResult visitFileFailed(Path file, IOException e) {
            return java.nio.file.FileVisitResult.CONTINUE;
          }
        });
    List<Path> holding = new ArrayList<>();
    for (Path file : candidates) {
      if (contains(file, marker)) {
        holding.add(file);
      }
    }
    return holding;
  }

  private static boolean contains(Path file, byte[] marker) throws IOException {
    String wanted = new String(marker, StandardCharsets.ISO_8859_1);
    byte[] buffer = new byte[1 << 20];
    int kept = 0;
    try (InputStream in = Files.newInputStream(file)) {
      int n;
      while ((n = in.read(buffer, kept, buffer.length - kept)) > 0) {
        int length = kept + n;
        if (new String(buffer, 0, length, StandardCharsets.ISO_8859_1).contains(wanted)) {
          return true;
        }
        kept = Math.min(marker.length - 1, length);
        System.arraycopy(buffer, length - kept, buffer, 0, kept);
      }
    } catch (NoSuchFileException e) {
      return false; // deleted concurrently
    }
    return false;
  }
}
