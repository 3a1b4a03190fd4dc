package io.sealcast.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that pages take every path of this server from {@link io.sealcast.path.BasePath}. */
class PagePathsTest {
  private static final Path WEBAPP = Path.of("src/main/webapp");

  /** An attribute with a path from the root of the host. Templates are files of the application. */
  private static final Pattern ROOTED =
      Pattern.compile("\\b(?:href|src|action|value|poster|data)=\"/(?!WEB-INF/)[^\"]*\"");

  @Test
  void noPageNamesAPathFromTheRootOfTheHost() throws IOException {
    List<String> found = new ArrayList<>();
    int pages = 0;
    try (Stream<Path> files = Files.walk(WEBAPP)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xhtml")).toList()) {
        pages++;
        ROOTED
            .matcher(Files.readString(file))
            .results()
            .map(MatchResult::group)
            .forEach(attribute -> found.add(file.getFileName() + ": " + attribute));
      }
    }
    assertThat(pages).isGreaterThan(5);
    assertThat(found).isEmpty();
  }
}
