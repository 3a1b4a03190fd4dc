package io.sealcast.it;

import java.nio.file.Path;

/** Where this JVM's tests keep their files: each of those that run side by side has its own. */
final class TestDirectories {
  private static final String FORK = System.getProperty("sealcast.it.fork", "jvm-1");

  private TestDirectories() {}

  /** A directory below {@code target}; whoever needs it makes it. */
  static Path of(String name) {
    return Path.of("target", name, FORK).toAbsolutePath();
  }
}
