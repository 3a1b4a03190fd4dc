package io.sealcast.it.harness;

import java.nio.file.Path;
import java.util.List;

/**
 * JVM options for the short-lived processes of the tests. HotSpot's second compiler takes half of
 * the time of Liberty's start and pays off only for the ciphers. Tests that measure performance
 * don't use these options.
 */
public final class ShortLived {
  /** The system property by which the build switches these options on. */
  private static final String WANTED = "sealcast.it.short-lived";

  private ShortLived() {}

  /** Returns the options for the JVM of database and broker. */
  public static List<String> javaOptionsWithoutCiphers() {
    return Boolean.getBoolean(WANTED) ? List.of("-XX:TieredStopAtLevel=1") : List.of();
  }

  /** Returns the options for the JVM of a server. JVMs that don't know them ignore them. */
  public static List<String> javaOptions() {
    if (!Boolean.getBoolean(WANTED)) {
      return List.of();
    }
    return List.of(
        "-XX:+IgnoreUnrecognizedVMOptions",
        "-XX:+UnlockDiagnosticVMOptions",
        "-XX:CompilerDirectivesFile="
            + Path.of("src/test/resources/compile-little.json").toAbsolutePath());
  }
}
