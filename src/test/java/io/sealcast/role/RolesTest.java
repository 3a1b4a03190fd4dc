package io.sealcast.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
  @ParameterizedTest
  @CsvSource({
    "'web,processor', true, true, true",
    "Web, true, false, false",
    "' WEB ,', true, false, false",
    "PROCESSOR, false, true, true",
    "decryptor, false, true, false",
    "Transcoder, false, false, true",
    "'web,transcoder', true, false, true"
  })
  void readsEachRoleInAnyCase(
      String configured, boolean web, boolean decryptor, boolean transcoder) {
    Roles roles = new Roles(configured);
    assertThat(roles.isWeb()).isEqualTo(web);
    assertThat(roles.isDecryptor()).isEqualTo(decryptor);
    assertThat(roles.isTranscoder()).isEqualTo(transcoder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webb", "web,worker", "web processor", "", " , "})
  void refusesWhatIsNoRole(String configured) {
    assertThatThrownBy(() -> new Roles(configured))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SEALCAST_ROLES must be web, processor, decryptor, transcoder")
        .hasMessageEndingWith("not '" + configured + "'");
  }

  /** The build is stopped by a program that can't use the class. */
  @Test
  void thePreflightKnowsTheSameRoles() throws IOException {
    String preflight = read(Path.of("src/main/java/io/sealcast/embedded/Preflight.java"));
    String names =
        Pattern.compile("List<String> ROLES =\\s+List\\.of\\(([^)]*)\\)")
            .matcher(preflight)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    assertThat(names.replace("\"", "").split(",\\s*"))
        .containsExactlyInAnyOrderElementsOf(Roles.KNOWN);
  }

  /**
   * Another reader of the setting once didn't recognize "Web", so that the instance served requests
   * but never swept.
   */
  @Test
  void nobodyElseInjectsTheSetting() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      List<String> readers =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> read(file).contains("ConfigProperty(name = \"sealcast.roles\")"))
              .map(file -> file.getFileName().toString())
              .toList();
      assertThat(readers).containsExactly("Roles.java");
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
