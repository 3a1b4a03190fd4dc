package io.sealcast.it.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system of some MiB in memory, on machines that permit mounting one. */
public final class SmallFileSystem implements AutoCloseable {
  private final Path mountPoint;

  private SmallFileSystem(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /** Mounts the file system. Returns empty when that isn't possible: without Linux or root. */
  public static Optional<SmallFileSystem> mount(int mebibytes) throws IOException {
    Path mountPoint = Files.createTempDirectory("sealcast-small-disk");
    if (!run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", mountPoint)) {
      Files.delete(mountPoint);
      return Optional.empty();
    }
    SmallFileSystem disk = new SmallFileSystem(mountPoint);
    Runtime.getRuntime().addShutdownHook(new Thread(disk::unmount));
    return Optional.of(disk);
  }

  public Path directory() {
    return mountPoint;
  }

  /**
   * Fills the file system completely.
   *
   * @return the file that occupies the space
   */
  public Path fill() throws IOException {
    Path filler = mountPoint.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException e) {
      return filler; // the file system is full
    }
  }

  private static boolean run(Object... command) {
    String[] words = new String[command.length];
    for (int i = 0; i < command.length; i++) {
      words[i] = command[i].toString();
    }
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void unmount() {
    if (Files.exists(mountPoint) && run("umount", mountPoint)) {
      try {
        Files.delete(mountPoint);
      } catch (IOException e) {
        // an empty temporary directory remains
      }
    }
  }

  @Override
  public void close() {
    unmount();
  }
}
