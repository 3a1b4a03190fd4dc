package io.sealcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that the architecture page shows the dependencies that {@link ArchitectureTest} permits.
 */
class ArchitectureDocTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)`[^|]*\\|[^|]+\\| ([^|]+) \\|$", Pattern.MULTILINE);
  private static final Pattern ARROW =
      Pattern.compile("^ +(\\w+) --> ([\\w &]+)$", Pattern.MULTILINE);
  private static final Pattern NODE = Pattern.compile("^    (\\w+)$", Pattern.MULTILINE);

  private static final Pattern DECISION =
      Pattern.compile(
          "\\A# (\\d{4})\\. ([^\\n]+)\n\nStatus: ([^\\n]+)\n\n## Situation\n.+\n## Decision\n.+\n## What follows\n.+",
          Pattern.DOTALL);

  @Test
  void theTableIsTheRule() throws IOException {
    Map<String, Set<String>> table = new TreeMap<>();
    Matcher row = ROW.matcher(page());
    while (row.find()) {
      table.put(row.group(1), row.group(2).equals("–") ? Set.of() : names(row.group(2), ","));
    }
    assertThat(table.remove("platform")).as("what platform may import").containsExactly("any");
    assertThat(table).isEqualTo(ArchitectureTest.HOUSE);
  }

  @Test
  void thePictureIsTheTable() throws IOException {
    String picture = page().split("```mermaid\n")[1].split("```")[0];
    Map<String, Set<String>> drawn = new TreeMap<>();
    Matcher node = NODE.matcher(picture);
    while (node.find()) {
      drawn.put(node.group(1), Set.of());
    }
    drawn.remove("end");
    Matcher arrow = ARROW.matcher(picture);
    while (arrow.find()) {
      drawn.put(arrow.group(1), names(arrow.group(2), "&"));
    }
    // The common packages are omitted in the page, since arrows to them would hide the others.
    Map<String, Set<String>> house = new TreeMap<>(ArchitectureTest.HOUSE);
    house.keySet().removeAll(ArchitectureTest.COMMON);
    assertThat(drawn).isEqualTo(house);
  }

  @Test
  void everyDecisionHasTheFormAndALineInTheIndex() throws IOException {
    Path folder = Path.of("docs/adr");
    String index = Files.readString(folder.resolve("README.md"));
    try (Stream<Path> pages = Files.list(folder)) {
      for (Path page : pages.filter(p -> !p.endsWith("README.md")).toList()) {
        String name = page.getFileName().toString();
        Matcher text = DECISION.matcher(Files.readString(page));
        assertThat(text.find()).as(name + " has title, status and the three sections").isTrue();
        assertThat(name).startsWith(text.group(1) + "-");
        assertThat(index)
            .contains(
                "| [%s](%s) | %s | %s |"
                    .formatted(text.group(1), name, text.group(2), text.group(3)));
      }
    }
  }

  private static Set<String> names(String list, String separator) {
    return Arrays.stream(list.split(separator))
        .map(String::trim)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("docs/architecture.md"));
  }
}
