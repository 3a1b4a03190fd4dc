package io.sealcast.it;

import java.nio.file.Path;

/** The directories of this JVM's tests. JVMs that run in parallel have different ones. */
final class TestDirectories {
  private static final String FORK = System.getProperty("sealcast.it.fork", "jvm-1");

  private TestDirectories() {}

  /** Returns the path of a directory below {@code target}. The caller creates it. */
  static Path of(String name) {
    return Path.of("target", name, FORK).toAbsolutePath();
  }
}
