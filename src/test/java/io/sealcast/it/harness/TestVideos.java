package io.sealcast.it.harness;

import io.sealcast.media.ffmpeg.TestFfmpeg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Small videos, which ffmpeg generates once and which are kept in {@code target}. */
public final class TestVideos {
  private static final Path DIRECTORY = TestDirectories.of("test-videos");

  private TestVideos() {}

  /**
   * Returns an MP4 with H.264 and AAC, 320x180, with a keyframe every second, which can be remuxed.
   */
  public static Path mp4(int seconds) {
    return mp4(seconds, "320x180");
  }

  /**
   * Returns the same in another size.
   *
   * @param size width and height in pixels, such as {@code 640x360}
   */
  public static Path mp4(int seconds, String size) {
    return withSound(
        "plain-" + size + "-" + seconds + ".mp4",
        "testsrc2=rate=25:size=" + size,
        seconds,
        "-g 25");
  }

  /** Makes an MP4 with H.264 and AAC, which can be remuxed. */
  private static Path withSound(String name, String picture, int seconds, String options) {
    return withPicture(name, picture, seconds, "-c:v libx264 -preset ultrafast " + options);
  }

  /** Makes a video with AAC. */
  private static Path withPicture(String name, String picture, int seconds, String options) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-f", "lavfi", "-t", Integer.toString(seconds), "-i", picture));
    arguments.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds));
    arguments.addAll(List.of("-pix_fmt", "yuv420p"));
    arguments.addAll(List.of(options.split(" ")));
    arguments.addAll(List.of("-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart"));
    return make(name, arguments);
  }

  /**
   * Returns a remuxable video of incompressible noise with about {@code mebibytes} MiB in 10
   * seconds.
   */
  public static Path large(int mebibytes) {
    long bitrate = (long) mebibytes * 8 * 1024 * 1024 / 10;
    return make(
        "large-" + mebibytes + ".mp4",
        List.of(
            "-f",
            "lavfi",
            "-i",
            "nullsrc=size=1280x720:rate=25:duration=10,noise=alls=100:allf=t",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-g",
            "25",
            "-b:v",
            Long.toString(bitrate),
            "-minrate",
            Long.toString(bitrate),
            "-maxrate",
            Long.toString(bitrate),
            "-bufsize",
            Long.toString(bitrate / 2),
            "-x264-params",
            "nal-hrd=cbr",
            "-movflags",
            "+faststart"));
  }

  /**
   * Returns an MKV with H.264 and AAC, which can be remuxed, and two chapters.
   *
   * @param first title of the chapter from the beginning
   * @param second title of the chapter from {@code border} on
   * @param border seconds
   */
  public static Path chapters(int seconds, int border, String first, String second) {
    String metadata =
        ";FFMETADATA1\n" + chapter(0, border, first) + chapter(border, seconds, second);
    try {
      Files.createDirectories(DIRECTORY);
      Path file = Files.writeString(DIRECTORY.resolve("chapters-" + seconds + ".txt"), metadata);
      String options = "-map 0 -map_chapters 1 -c copy";
      List<String> arguments = new ArrayList<>();
      arguments.addAll(List.of("-i", mp4(seconds).toString(), "-i", file.toString()));
      arguments.addAll(List.of(options.split(" ")));
      return make("chapters-" + seconds + ".mkv", arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String chapter(int from, int to, String title) {
    String escaped = title.replace("=", "\\=");
    return "[CHAPTER]\nTIMEBASE=1/1\nSTART=" + from + "\nEND=" + to + "\ntitle=" + escaped + "\n";
  }

  /**
   * Returns an MP4 with HEVC and AAC as of a phone, which must be transcoded.
   *
   * @param size width and height in pixels, such as {@code 2560x1440}
   */
  public static Path hevc(int seconds, String size) {
    return withPicture(
        "hevc-" + size + "-" + seconds + ".mp4",
        "testsrc2=rate=24:size=" + size,
        seconds,
        "-c:v libx265 -x265-params log-level=error -preset ultrafast -tag:v hvc1");
  }

  /** Returns an AVI with Motion JPEG, which must be transcoded. */
  public static Path avi(int seconds) {
    return make(
        "old-" + seconds + ".avi",
        List.of(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=320x180:rate=25:duration=" + seconds,
            "-c:v",
            "mjpeg",
            "-q:v",
            "5"));
  }

  /** Returns a file with sound alone. */
  public static Path sound(int seconds) {
    return make(
        "sound-" + seconds + ".m4a",
        List.of("-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds, "-c:a", "aac"));
  }

  /**
   * Returns a video of 1280×720 that can be remuxed, of some 5 Mbit/s, whose smaller renditions
   * have all the bits that they may have.
   */
  public static Path detailed(int seconds) {
    return withSound(
        "detailed-" + seconds + ".mp4",
        "testsrc2=size=1280x720:rate=25,noise=alls=30:allf=t",
        seconds,
        "-g 50 -b:v 5M -maxrate 5M -bufsize 5M");
  }

  /** Returns a video of 1280×720 that takes about half of its length to be processed. */
  public static Path slow(int seconds) {
    return make(
        "slow-" + seconds + ".avi",
        List.of(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=1280x720:rate=25:duration=" + seconds,
            "-c:v",
            "mjpeg",
            "-q:v",
            "8"));
  }

  /**
   * Returns a file that no player can read, but that isn't recognized as such when it is uploaded.
   */
  public static Path unreadable() {
    try {
      Files.createDirectories(DIRECTORY);
      return Files.write(DIRECTORY.resolve("unreadable.mp4"), unreadable(10_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the content of such a file with any length in bytes. */
  public static byte[] unreadable(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    bytes[0] = 0; // no text and no signature begins so
    return bytes;
  }

  /** Generates a file by ffmpeg unless a file of the name exists. */
  public static synchronized Path make(String name, List<String> arguments) {
    Path target = DIRECTORY.resolve(name);
    if (Files.exists(target)) {
      return target;
    }
    try {
      Files.createDirectories(DIRECTORY);
      Path partial = DIRECTORY.resolve("partial-" + name);
      List<String> command = new ArrayList<>(ffmpeg());
      command.addAll(List.of("-v", "error", "-nostdin", "-y"));
      command.addAll(arguments);
      command.add(partial.toString());
      run(command);
      return Files.move(partial, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void run(List<String> command) throws IOException {
    Path log = DIRECTORY.resolve("ffmpeg.log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed:\n" + Files.readString(log));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns the first arguments of a command line of the bundled ffmpeg. */
  public static List<String> ffmpeg() {
    return TestFfmpeg.command(DIRECTORY.resolveSibling("test-ffmpeg"));
  }
}
