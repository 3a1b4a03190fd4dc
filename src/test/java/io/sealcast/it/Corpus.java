package io.sealcast.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The collection of real-world files that lies beside the project on some machines. */
public final class Corpus {
  private static final Path DIRECTORY = Path.of("..", "shared", "corpus");

  private Corpus() {}

  /** A file of it; where there is none, the calling test is skipped and says so. */
  public static Path file(String name) {
    Path file = DIRECTORY.resolve(name);
    assumeTrue(Files.exists(file), "skipped: " + file + " isn't here");
    return file;
  }

  /** The whole directory; where there is none, the calling test is skipped and says so. */
  public static Path directory() {
    assumeTrue(Files.isDirectory(DIRECTORY), "skipped: " + DIRECTORY + " isn't here");
    return DIRECTORY;
  }
}
