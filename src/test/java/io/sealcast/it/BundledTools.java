package io.sealcast.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Unpacks the programs of {@code org.bytedeco:ffmpeg} for the tests' own use. */
final class BundledTools {
  private BundledTools() {}

  static synchronized Path ffmpeg(Path directory) {
    try {
      Files.createDirectories(directory);
      for (String jar : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
        if (Path.of(jar).getFileName().toString().matches("ffmpeg-.*-gpl\\.jar")) {
          unpack(Path.of(jar), directory);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path program = directory.resolve("ffmpeg");
    return Files.exists(program) ? program : directory.resolve("ffmpeg.exe");
  }

  private static void unpack(Path jar, Path directory) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Enumeration<JarEntry> entries = file.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        Path target = directory.resolve(Path.of(entry.getName()).getFileName());
        boolean wanted = entry.getName().matches("org/bytedeco/ffmpeg/[^/]+/[^/]+");
        if (wanted && !entry.getName().endsWith(".class") && Files.notExists(target)) {
          try (InputStream in = file.getInputStream(entry)) {
            publish(in, target);
          }
        }
      }
    }
  }

  /** All at once: another JVM's tests may be about to run it. */
  private static void publish(InputStream in, Path target) throws IOException {
    Path partial = Files.createTempFile(target.getParent(), "unpacking", null);
    try {
      Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
      if (!partial.toFile().setExecutable(true, true)) {
        throw new IOException(target + " can't be made executable");
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
