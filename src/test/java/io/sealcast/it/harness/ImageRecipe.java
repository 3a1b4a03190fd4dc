package io.sealcast.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of the Dockerfile that the tests need. */
public final class ImageRecipe {
  public static final Path PATH = Path.of("Dockerfile");
  private static final Pattern VARIABLE = Pattern.compile("([A-Z][A-Z0-9_]*)=(\\S+)");

  /**
   * A COPY instruction.
   *
   * @param sources source paths; those of the building stage begin with {@code /build/}
   * @param target path in the image
   */
  public record Copy(List<String> sources, String target) {}

  private final List<String> images = new ArrayList<>();
  private final List<Copy> copies = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private String user = "";

  public static ImageRecipe read() {
    ImageRecipe file = new ImageRecipe();
    try {
      String joined = Files.readString(PATH).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n", " ");
      joined.lines().filter(line -> !line.isBlank()).forEach(file::take);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private void take(String line) {
    List<String> words = List.of(line.trim().split("\\s+"));
    switch (words.get(0)) {
      case "FROM" -> {
        images.add(words.get(1));
        copies.clear();
        environment.clear();
      }
      case "USER" -> user = words.get(1);
      case "ENV" -> {
        Matcher matcher = VARIABLE.matcher(line);
        while (matcher.find()) {
          environment.put(matcher.group(1), matcher.group(2));
        }
      }
      case "COPY" -> {
        List<String> paths = words.stream().skip(1).filter(w -> !w.startsWith("--")).toList();
        int last = paths.size() - 1;
        copies.add(new Copy(paths.subList(0, last), paths.get(last)));
      }
      default -> {}
    }
  }

  /** Returns the base images of the stages in their order. */
  public List<String> images() {
    return images;
  }

  /** Returns the COPY instructions of the last stage. */
  public List<Copy> copies() {
    return copies;
  }

  /** Returns the environment variables of the last stage, without those of the base image. */
  public Map<String, String> environment() {
    return environment;
  }

  /** Returns the user as whom the image runs. */
  public String user() {
    return user;
  }
}
