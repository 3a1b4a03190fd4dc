package io.sealcast.it.harness;

import java.nio.file.Path;

/** The directories of this JVM's tests. JVMs that run in parallel have different ones. */
public final class TestDirectories {
  private static final String FORK = System.getProperty("sealcast.it.fork", "jvm-1");

  private TestDirectories() {}

  /** Returns the path of a directory below {@code target}. The caller creates it. */
  public static Path of(String name) {
    return Path.of("target", name, FORK).toAbsolutePath();
  }
}
