package io.sealcast.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.client.Api;
import io.sealcast.it.harness.SealcastServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the modules, style sheets and images as a browser receives them. */
class AssetsIT {
  private static final Logger LOG = Logger.getLogger(AssetsIT.class.getName());
  private static final Path BUILT = Path.of("target/assets");
  private static final int MOST_BYTES = 450 * 1024;

  private final Api stranger = Api.anonymous(SealcastServer.shared());

  @Test
  void everyAssetIsHashedSentCompressedAndKeptForEver() throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(BUILT)) {
      names = files.map(f -> f.getFileName().toString()).filter(n -> !isManifest(n)).toList();
    }
    assertThat(names).hasSizeGreaterThan(8);
    for (String name : names) {
      assertThat(name).matches("[\\w.-]+-[0-9A-Z]{8}\\.(js|css|svg|woff2)");
      HttpResponse<byte[]> answer = getCompressed("/assets/" + name);
      assertThat(answer.statusCode()).as(name).isEqualTo(200);
      assertThat(cacheControl(answer)).as(name).isEqualTo("public, max-age=31536000, immutable");
      assertThat(answer.body().length).as(name).isLessThanOrEqualTo(MOST_BYTES);
      assertThat(decoded(answer)).as(name).isEqualTo(Files.readAllBytes(BUILT.resolve(name)));
      LOG.info(name + ": " + answer.body().length + " bytes on the way");
    }
  }

  @Test
  void theLargestAreCompressed() throws IOException {
    try (Stream<Path> files = Files.list(BUILT)) {
      for (Path file : files.toList()) {
        // the format of fonts is compressed already
        if (Files.size(file) > 64 * 1024 && !file.toString().endsWith(".woff2")) {
          HttpResponse<byte[]> answer = getCompressed("/assets/" + file.getFileName());
          assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/watch-00000000.js", "/assets/manifest.json", "/assets/none.js"})
  void whatIsNotThereOrMayChangeIsNotKept(String path) {
    assertThat(cacheControl(getCompressed(path))).doesNotContain("immutable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/upload", "/watch?v=1", "/sign-in", "/sign-up"})
  void noPageIsKept(String path) {
    assertThat(cacheControl(getCompressed(path))).startsWith("no-store");
  }

  private static boolean isManifest(String name) {
    return name.equals("manifest.json");
  }

  private HttpResponse<byte[]> getCompressed(String path) {
    return stranger.send(
        stranger.request(path).header("Accept-Encoding", "gzip"), BodyHandlers.ofByteArray());
  }

  private static String cacheControl(HttpResponse<?> answer) {
    return answer.headers().firstValue("Cache-Control").orElse("");
  }

  private static byte[] decoded(HttpResponse<byte[]> answer) throws IOException {
    if (answer.headers().firstValue("Content-Encoding").isEmpty()) {
      return answer.body();
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return in.readAllBytes();
    }
  }
}
