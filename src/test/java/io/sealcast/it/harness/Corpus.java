package io.sealcast.it.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** A collection of real-world files, which some machines have beside the project. */
public final class Corpus {
  private static final Path DIRECTORY = Path.of("..", "shared", "corpus");

  private Corpus() {}

  /**
   * Returns a file of the collection. When it is missing, the calling test is skipped with a
   * message.
   */
  public static Path file(String name) {
    Path file = DIRECTORY.resolve(name);
    assumeTrue(Files.exists(file), "skipped: " + file + " isn't here");
    return file;
  }

  /**
   * Returns the directory of the collection. When it is missing, the calling test is skipped with a
   * message.
   */
  public static Path directory() {
    assumeTrue(Files.isDirectory(DIRECTORY), "skipped: " + DIRECTORY + " isn't here");
    return DIRECTORY;
  }
}
