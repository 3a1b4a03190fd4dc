package io.sealcast.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The figures, with a description of the machine and its load during the measurement. */
final class Report {
  private static final Path FILE = Path.of("target", "bench", "streaming.json");

  private final Settings settings;
  private final Instant start = Instant.now();
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Report(Settings settings) {
    this.settings = settings;
  }

  void add(Figure figure) {
    figures.add(figure);
    System.out.println(figure.row());
  }

  /** Adds a remark that readers need to judge the figures. */
  void note(String note) {
    notes.add(note);
    System.out.println(note);
  }

  void print() {
    System.out.println("\n" + machine() + "\n\n" + Figure.HEAD);
    figures.forEach(figure -> System.out.println(figure.row()));
    System.out.println();
    notes.forEach(System.out::println);
    System.out.println("Written to " + FILE);
  }

  void write() throws IOException {
    JsonArrayBuilder lines = Json.createArrayBuilder();
    figures.forEach(figure -> lines.add(figure.json()));
    JsonArrayBuilder remarks = Json.createArrayBuilder(notes);
    JsonObjectBuilder environment = Json.createObjectBuilder();
    settings.serverEnvironment().forEach(environment::add);
    JsonObject json =
        Json.createObjectBuilder()
            .add("start", start.toString())
            .add("end", Instant.now().toString())
            .add("machine", machine())
            .add("warm_up_seconds", settings.warmUpSeconds())
            .add("rounds", settings.rounds())
            .add("viewers", settings.viewers())
            .add("paced_seconds", settings.pacedSeconds())
            .add("server_environment", environment)
            .add("figures", lines)
            .add("notes", remarks)
            .build();
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, json.toString());
  }

  private static String machine() {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return "%s, %d cores, %.1f GiB, %s %s, JDK %s"
        .formatted(
            processor(),
            system.getAvailableProcessors(),
            system.getTotalMemorySize() / (double) (1 << 30),
            system.getName(),
            system.getVersion(),
            Runtime.version());
  }

  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    if (Files.exists(file)) {
      try (Stream<String> lines = Files.lines(file)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch"));
      } catch (IOException e) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }
}
