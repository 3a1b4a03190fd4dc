package io.sealcast.media.playback;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Creates unusual files by ffmpeg in a directory. */
final class OddLab {
  static final String H264 = "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 60";
  static final String AAC = "-c:a aac -b:a 96k";
  static final double SECONDS = 10;

  private final Ffmpeg ffmpeg;
  private final Path directory;

  OddLab(Ffmpeg ffmpeg, Path directory) {
    this.ffmpeg = ffmpeg;
    this.directory = directory;
  }

  /** Returns the path of an intermediate file. */
  Path scratch(String name) {
    return directory.resolve("scratch-" + name);
  }

  Ffmpeg ffmpeg() {
    return ffmpeg;
  }

  /** The parameters of a clip. Each {@code with…} method changes one of them. */
  record Recipe(
      String picture, String sound, String pictureFilter, String soundFilter, String arguments) {

    Recipe rate(double rate, double seconds) {
      return picture(SyncClip.picture(320, 180, rate, seconds));
    }

    Recipe picture(String source) {
      return new Recipe(source, sound, pictureFilter, soundFilter, arguments);
    }

    Recipe sound(String source) {
      return new Recipe(picture, source, pictureFilter, soundFilter, arguments);
    }

    Recipe silent() {
      return sound("");
    }

    Recipe pictureFilter(String filter) {
      return new Recipe(picture, sound, filter, soundFilter, arguments);
    }

    Recipe soundFilter(String filter) {
      return new Recipe(picture, sound, pictureFilter, filter, arguments);
    }

    Recipe arguments(String line) {
      return new Recipe(picture, sound, pictureFilter, soundFilter, line);
    }
  }

  /** Ten seconds with 30 frames per second, H.264 and AAC. */
  static Recipe plain() {
    return plain(SECONDS);
  }

  static Recipe plain(double seconds) {
    return new Recipe(
        SyncClip.picture(320, 180, 30, seconds),
        SyncClip.sound(seconds, 48000, 2),
        "null",
        "anull",
        H264 + " " + AAC);
  }

  Path make(Recipe recipe, Path file) {
    boolean silent = recipe.sound().isEmpty();
    ffmpeg.run(
        Ffmpeg.words("-f lavfi -i"),
        recipe.picture(),
        Ffmpeg.words(silent ? "" : "-f lavfi -i"),
        silent ? Ffmpeg.words("") : recipe.sound(),
        "-vf",
        recipe.pictureFilter(),
        Ffmpeg.words(silent ? "-an" : "-af"),
        silent ? Ffmpeg.words("") : recipe.soundFilter(),
        Ffmpeg.words("-fps_mode passthrough " + recipe.arguments()),
        file);
    return file;
  }

  /** Truncates a file to a {@code share} of its length. */
  static void cut(Path file, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  static void cutOff(Path file, int bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(all, all.length - bytes));
  }

  /** Overwrites the middle of a file with noise. */
  static void spoil(Path file, int length) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < 4 * length) {
      throw new IllegalStateException(file + " is too small: " + bytes.length);
    }
    byte[] noise = new byte[length];
    new Random(60).nextBytes(noise);
    System.arraycopy(noise, 0, bytes, (bytes.length - length) / 2, length);
    Files.write(file, bytes);
  }

  static void append(Path file, Path... parts) throws IOException {
    Files.write(file, new byte[0]);
    for (Path part : parts) {
      Files.write(file, Files.readAllBytes(part), java.nio.file.StandardOpenOption.APPEND);
    }
  }

  /**
   * Overwrites the durations in the headers of an MP4 with boxes of version 0.
   *
   * @param movie duration in time units of the movie
   * @param media duration in time units of its first track
   */
  static void claim(Path file, int movie, int media) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer mp4 = ByteBuffer.wrap(bytes);
    mp4.putInt(indexOf(bytes, "mvhd") + 4 + 16, movie);
    mp4.putInt(indexOf(bytes, "tkhd") + 4 + 20, movie);
    mp4.putInt(indexOf(bytes, "mdhd") + 4 + 16, media);
    Files.write(file, bytes);
  }

  private static int indexOf(byte[] bytes, String type) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(type);
    if (at < 0) {
      throw new IllegalStateException("no box " + type);
    }
    return at;
  }
}
