package io.sealcast.it.browser;

import io.sealcast.it.harness.TestDirectories;
import io.sealcast.it.harness.TestVideos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Videos for demonstrations. ffmpeg generates them, so they have neither copyrights nor faces. */
public final class DemoVideos {
  private static final Path DIRECTORY = TestDirectories.of("demo-videos");
  private static final List<String> H264 =
      List.of("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p");

  private DemoVideos() {}

  /** Returns the video that is shown while it plays. */
  public static Path ridges() {
    List<String> arguments = new ArrayList<>();
    if (Files.notExists(DIRECTORY.resolveSibling("test-videos/ridges-at-dusk.mp4"))) {
      arguments.addAll(LandscapePainter.arguments(DIRECTORY));
    }
    arguments.addAll(H264);
    arguments.addAll(List.of("-g", "50"));
    return TestVideos.make("ridges-at-dusk.mp4", arguments);
  }

  /** Returns videos by title, the oldest first. All can be played without transcoding. */
  public static Map<String, Path> others() {
    Map<String, Path> videos = new LinkedHashMap<>();
    videos.put(
        "Rule 110, line by line",
        make(
            "rule-110",
            31,
            "cellauto=rule=110:size=320x180:rate=25,scale=1280:720:flags=neighbor"));
    videos.put("Sierpinski's carpet, forever", make("sierpinski", 34, "sierpinski=s=1280x720"));
    videos.put(
        "Colour study: five slow gradients",
        make("gradients", 45, "gradients=s=1280x720:n=5:speed=0.004:seed=11"));
    videos.put(
        "Game of Life: what becomes of ten thousand cells left to themselves",
        make(
            "life",
            24,
            "life=s=320x180:mold=12:ratio=0.17:rate=25:seed=3,scale=1280:720:flags=neighbor"));
    videos.put(
        "Into the Mandelbrot set",
        make("mandelbrot", 27, "mandelbrot=s=1280x720:rate=25,format=gray,pseudocolor=p=inferno"));
    return videos;
  }

  /**
   * Returns a video that must be transcoded, so that its processing takes long enough to be shown.
   */
  public static Path slow() {
    Path once =
        TestVideos.make(
            "slow-once.avi",
            List.of(
                "-f",
                "lavfi",
                "-i",
                "gradients=s=1280x720:n=3:speed=0.01:seed=5:duration=4",
                "-c:v",
                "mjpeg",
                "-q:v",
                "20"));
    return TestVideos.make(
        "slow-600.avi", List.of("-stream_loop", "149", "-i", once.toString(), "-c", "copy"));
  }

  /** Returns a file with the name of a video that can't be read. */
  public static Path broken() {
    try {
      Files.createDirectories(DIRECTORY);
      return Files.write(DIRECTORY.resolve("field-notes.mp4"), TestVideos.unreadable(32_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path make(String name, int seconds, String source) {
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
    arguments.addAll(List.of("-t", Integer.toString(seconds)));
    arguments.addAll(H264);
    arguments.addAll(List.of("-g", "50", "-movflags", "+faststart"));
    return TestVideos.make(name + ".mp4", arguments);
  }
}
