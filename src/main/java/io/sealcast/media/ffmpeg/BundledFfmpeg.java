package io.sealcast.media.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The ffmpeg that is bundled with the WAR: the programs and libraries of {@code
 * org.bytedeco:ffmpeg}. They are unpacked into a directory that holds nothing else.
 */
final class BundledFfmpeg {
  private static final String VERSION = "8.1.2-1.5.14";
  private static final String RESOURCES = "/org/bytedeco/ffmpeg/";

  /** The libraries and their major versions in the bundled release. */
  private static final Map<String, Integer> LIBRARIES =
      Map.of(
          "avutil", 60,
          "swresample", 6,
          "swscale", 9,
          "avcodec", 62,
          "avformat", 62,
          "avfilter", 11,
          "avdevice", 62);

  private final Path cacheDir;
  private final String platform;

  BundledFfmpeg(Path cacheDir) {
    this(cacheDir, platform(System.getProperty("os.name"), System.getProperty("os.arch")));
  }

  BundledFfmpeg(Path cacheDir, String platform) {
    this.cacheDir = cacheDir;
    this.platform = platform;
  }

  /**
   * Returns the classifier of the Maven artifact for a platform, for instance {@code
   * linux-x86_64-gpl}.
   */
  static String platform(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64");
    if (os.contains("win")) {
      return "windows-x86_64-gpl";
    }
    return (os.contains("mac") ? "macosx-" : "linux-") + (arm ? "arm64" : "x86_64") + "-gpl";
  }

  /**
   * Unpacks the programs into the directory given as argument, for container images whose file
   * system is read-only at run time.
   */
  public static void main(String[] args) throws IOException {
    FfmpegProgram unpacked = new BundledFfmpeg(Path.of(args[0])).unpack().orElseThrow();
    System.out.println("unpacked " + unpacked.ffmpeg());
  }

  /**
   * Unpacks the programs unless that has been done. Returns empty when this WAR has none for this
   * platform.
   */
  Optional<FfmpegProgram> unpack() throws IOException {
    if (BundledFfmpeg.class.getResource(resource(program("ffmpeg"))) == null) {
      return Optional.empty();
    }
    Path home = cacheDir.toAbsolutePath().resolve("ffmpeg-" + VERSION + "-" + platform);
    Files.createDirectories(home);
    for (String name : files()) {
      unpack(name, home.resolve(name));
    }
    for (String name : SystemLibraries.missing(platform)) {
      link(home.resolve(name), SystemLibraries.standIn(platform));
    }
    return Optional.of(
        new FfmpegProgram(home.resolve(program("ffmpeg")), platform.startsWith("linux")));
  }

  private void unpack(String name, Path target) throws IOException {
    try (InputStream in = BundledFfmpeg.class.getResourceAsStream(resource(name))) {
      if (in == null) {
        throw new IOException("the bundled ffmpeg has no " + name);
      }
      publish(in.readAllBytes(), target);
    }
  }

  /**
   * Writes a file atomically, since another instance may start programs from the same directory.
   */
  private static void publish(byte[] bytes, Path target) throws IOException {
    if (Files.exists(target) && Arrays.equals(bytes, Files.readAllBytes(target))) {
      return;
    }
    Path partial = Files.createTempFile(target.getParent(), "unpacking", null);
    try {
      Files.write(partial, bytes);
      if (!partial.toFile().setExecutable(true, true)) {
        throw new IOException("programs can't be made executable in " + target.getParent());
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /**
   * Makes a symbolic link atomically: it is made in a temporary directory and then moved to its
   * path.
   */
  private static void link(Path target, String to) throws IOException {
    Path file = Path.of(to);
    if (Files.isSymbolicLink(target) && Files.readSymbolicLink(target).equals(file)) {
      return;
    }
    Path partial = Files.createTempDirectory(target.getParent(), "unpacking");
    try {
      Files.move(
          Files.createSymbolicLink(partial.resolve(to), file),
          target,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial.resolve(to));
      Files.deleteIfExists(partial);
    }
  }

  private List<String> files() {
    List<String> names = new ArrayList<>(List.of(program("ffmpeg"), program("ffprobe")));
    LIBRARIES.forEach((name, version) -> names.add(library(name, version)));
    names.addAll(SystemLibraries.carried(platform));
    return names;
  }

  private String library(String name, int version) {
    if (platform.startsWith("windows")) {
      return name + "-" + version + ".dll";
    }
    return platform.startsWith("macosx")
        ? "lib" + name + "." + version + ".dylib"
        : "lib" + name + ".so." + version;
  }

  private String program(String name) {
    return platform.startsWith("windows") ? name + ".exe" : name;
  }

  private String resource(String name) {
    return RESOURCES + platform + "/" + name;
  }
}
