package io.sealcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks docs/configuration.md against the code, its defaults and server.xml. */
class ConfigurationDocTest {
  private static final Path DOCUMENT = Path.of("docs/configuration.md");
  private static final Path DEFAULTS =
      Path.of("src/main/resources/META-INF/microprofile-config.properties");
  private static final Path SERVER = Path.of("src/main/liberty/config/server.xml");
  private static final Path CODE = Path.of("src/main/java");

  /** Matches the name of a setting that the code injects or looks up. */
  private static final Pattern PROPERTY =
      Pattern.compile(
          "(?:ConfigProperty\\(\\s*name\\s*=\\s*|setting\\(|getValue\\(|getOptionalValue\\()"
              + "\"(sealcast\\.[^\"]+)\"");

  private static final Pattern PROPERTY_DEFAULT =
      Pattern.compile(
          "ConfigProperty\\(\\s*name\\s*=\\s*\"(sealcast\\.[^\"]+)\"\\s*,"
              + "\\s*defaultValue\\s*=\\s*\"([^\"]*)\"");
  private static final Pattern VARIABLE = Pattern.compile("\"(SEALCAST_[A-Z0-9_]+)\"");
  private static final Pattern SERVER_USE = Pattern.compile("\\$\\{(SEALCAST_[A-Z0-9_]+)}");
  private static final Pattern SERVER_DEFAULT =
      Pattern.compile("<variable name=\"(SEALCAST_[A-Z0-9_]+)\" defaultValue=\"([^\"]*)\"/>");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| *`?(SEALCAST_[^`| ]*)`? *\\| *([^|]*?) *\\| *([^|]*?) *\\|$");

  private static final Set<String> inCode = new TreeSet<>();
  private static final Map<String, Set<String>> defaults = new TreeMap<>();
  private static List<MatchResult> rows;

  @BeforeAll
  static void read() throws IOException {
    for (String text : javaFiles(CODE)) {
      find(PROPERTY, text).forEach(m -> inCode.add(variable(m.group(1))));
      find(VARIABLE, text).forEach(m -> inCode.add(m.group(1)));
      find(PROPERTY_DEFAULT, text).forEach(m -> hasDefault(variable(m.group(1)), m.group(2)));
    }
    String server = Files.readString(SERVER);
    find(SERVER_USE, server).forEach(m -> inCode.add(m.group(1)));
    find(SERVER_DEFAULT, server).forEach(m -> hasDefault(m.group(1), m.group(2)));
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(DEFAULTS)) {
      properties.load(reader);
    }
    properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("sealcast."))
        .forEach(name -> hasDefault(variable(name), properties.getProperty(name)));
    inCode.addAll(defaults.keySet());
    rows = find(ROW, Files.readString(DOCUMENT));
  }

  @Test
  void everySettingHasOneRowAndEveryRowIsASetting() {
    // guards against patterns that find nothing
    assertThat(inCode)
        .contains("SEALCAST_ORIGINS", "SEALCAST_DB_HOST", "SEALCAST_HTTP_PORT", "SEALCAST_ROLES");
    assertThat(rows.stream().map(row -> row.group(1)))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(inCode);
  }

  @Test
  void everyDefaultIsTheOneThatApplies() {
    Map<String, String> documented = new TreeMap<>();
    rows.forEach(row -> documented.put(row.group(1), row.group(2)));
    assertThat(defaults)
        .isNotEmpty()
        .allSatisfy(
            (variable, values) -> {
              assertThat(values).as("defaults in the code of %s", variable).hasSize(1);
              String value = values.iterator().next();
              if (value.isEmpty()) {
                // a setting without a default, or with one that is computed at the start
                assertThat(documented.get(variable)).as(variable).isNotEmpty();
              } else {
                assertThat(documented.get(variable)).as(variable).isEqualTo("`" + value + "`");
              }
            });
  }

  @Test
  void everyRowSaysWhatItMeansAndStandsWhereItIsLookedFor() throws IOException {
    assertThat(rows).allSatisfy(row -> assertThat(row.group(3)).as(row.group(1)).isNotBlank());
    for (String section : Files.readString(DOCUMENT).split("(?m)^## ")) {
      List<String> names = new ArrayList<>();
      find(ROW, section).forEach(row -> names.add(row.group(1)));
      assertThat(names).isSorted();
    }
  }

  private static void hasDefault(String variable, String value) {
    defaults.computeIfAbsent(variable, v -> new TreeSet<>()).add(value);
  }

  /** Returns the environment variable that MicroProfile Config maps to a property. */
  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static List<MatchResult> find(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  private static List<String> javaFiles(Path directory) throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        texts.add(Files.readString(file));
      }
    }
    return texts;
  }
}
