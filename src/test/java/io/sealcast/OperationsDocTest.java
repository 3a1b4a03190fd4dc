package io.sealcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks that docs/operations.md has a remedy for each error that users can see. */
class OperationsDocTest {
  private static final Path DOCUMENT = Path.of("docs/operations.md");
  private static final Path PLAYER_CODES = Path.of("src/main/js/errors/player-error.js");

  /** A row of the table: code, message, remedy. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z_]+)` \\| ([^|]+[.]) \\| ([^|]+) \\|$");

  private static final Pattern PLAYER_CODE = Pattern.compile("[A-Z_]+: '([a-z_]+)'");

  @Test
  void everyCodeHasARowAndEveryRowACode() throws IOException {
    Set<String> codes = new TreeSet<>();
    Arrays.stream(ErrorCode.values()).map(ErrorCode::code).forEach(codes::add);
    List<String> ofThePlayer = first(PLAYER_CODE, Files.readString(PLAYER_CODES));
    assertThat(ofThePlayer).contains("playback_failed", "connection_lost");
    codes.addAll(ofThePlayer);
    assertThat(first(ROW, Files.readString(DOCUMENT)))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(codes);
  }

  @Test
  void theServersWordsAreTheOnesThatItSays() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(document).contains("| `" + code.code() + "` | " + code.defaultMessage() + " |");
    }
  }

  private static List<String> first(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(m -> m.group(1)).toList();
  }
}
