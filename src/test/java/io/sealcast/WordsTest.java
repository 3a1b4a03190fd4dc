package io.sealcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rejects former names that weren't terms of the field. docs/adr/0602-standard-names.md lists them
 * with their replacements.
 */
class WordsTest {
  private static final Path SOURCES = Path.of("src");

  /** Forbidden names of types in any package. */
  private static final Set<String> INVENTED_TYPES =
      Set.of(
          "Ask",
          "Asks",
          "Turns",
          "Errands",
          "Flights",
          "Pace",
          "Piece",
          "Places",
          "Place",
          "Remembered",
          "Lane",
          "Traffic",
          "Farewell",
          "Departure",
          "Workbench",
          "Workbenches",
          "Contract",
          "SimpleContract",
          "RangeContract",
          "Serial",
          "Sockets",
          "JobDesk",
          "Claims",
          "Claim",
          "ClaimedVideo",
          "Outputs",
          "InstanceTraces",
          "EventSeals",
          "RecordSeal",
          "SealedEvents",
          "ServiceKeySeal",
          "NoConnector",
          "TopicNeed",
          "Refusal",
          "Refusals",
          "RenameNews",
          "Preparation",
          "DiscreetSpans",
          "LeftoverBody",
          "LeftoverSweeper",
          "ToolWatch",
          "Cast",
          "Visits",
          "Landscape",
          "WalkThrough",
          "Workplace",
          "Interruptions",
          "DeafViewer",
          "Wire",
          "Visitor",
          "SeeingInIT",
          "Stage",
          "Audience",
          "StalledAudience",
          "Asked",
          "Door",
          "DoorsIT",
          "HandClock",
          "TopicNeedTest");

  /** Forbidden names of methods, fields and variables. */
  private static final Set<String> INVENTED_NAMES =
      Set.of(
          "tend",
          "putBy",
          "errands",
          "flights",
          "workbench",
          "farewell",
          "jobDesk",
          "landed",
          "landscape",
          "workplace",
          "look",
          "lookForWork",
          "lookAt",
          "looking",
          "tell",
          "tellFailed",
          "told",
          "say",
          "begun",
          "goesOn",
          "quickest",
          "desk",
          "doubt",
          "handOn",
          "askAnew",
          "chunkCame",
          "lastWords");

  private static final Pattern NOT_CODE =
      Pattern.compile(
          "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*'",
          Pattern.DOTALL);
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][\\w$]*");

  @Test
  void theCodeUsesTheNamesOfTheField() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : javaFiles()) {
      Set<String> names = new TreeSet<>();
      Matcher identifiers =
          IDENTIFIER.matcher(NOT_CODE.matcher(Files.readString(file)).replaceAll(" "));
      while (identifiers.find()) {
        names.add(identifiers.group());
      }
      for (String name : names) {
        if (INVENTED_TYPES.contains(name) || INVENTED_NAMES.contains(name)) {
          found.add(file + ": " + name);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /** The page about the renaming is exempt. */
  @Test
  void theDocumentsUseTheNamesOfTheCode() throws IOException {
    Pattern quoted = Pattern.compile("`(\\w+)`");
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("docs"))) {
      for (Path page : files.filter(f -> f.toString().endsWith(".md")).toList()) {
        Matcher names = quoted.matcher(Files.readString(page));
        while (names.find() && !page.endsWith("0602-standard-names.md")) {
          if (INVENTED_TYPES.contains(names.group(1))) {
            found.add(page + ": " + names.group(1));
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static List<Path> javaFiles() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> sources =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> !f.toString().contains("node_modules"))
              .toList();
      assertThat(sources).hasSizeGreaterThan(500);
      return sources;
    }
  }
}
