package io.sealcast.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
  @ParameterizedTest
  @CsvSource({
    "'web,processor', true, true",
    "Web, true, false",
    "' WEB ,', true, false",
    "PROCESSOR, false, true"
  })
  void readsEachRoleInAnyCase(String configured, boolean web, boolean processor) {
    Roles roles = new Roles(configured);
    assertThat(roles.isWeb()).isEqualTo(web);
    assertThat(roles.isProcessor()).isEqualTo(processor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"webb", "web,worker", "web processor", "", " , "})
  void refusesWhatIsNoRole(String configured) {
    assertThatThrownBy(() -> new Roles(configured))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SEALCAST_ROLES must be web, processor or both");
  }

  /**
   * A second reader once took "Web" for no role, so that such an instance served and never swept.
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
