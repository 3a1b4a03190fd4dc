package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.Poster;
import io.sealcast.media.Rendition;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FfmpegMediaTest {
  private static final MediaLab LAB = new MediaLab();
  private static final String FRAGMENTED = "+frag_keyframe+empty_moov+default_base_moof";

  /** Eight seconds with a keyframe each second and sound, which can be copied. */
  private static byte[] plain() {
    return LAB.generate(
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=320x180:rate=25:duration=8",
        "-f",
        "lavfi",
        "-i",
        "sine=duration=8",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-g",
        "25",
        "-c:a",
        "aac",
        "-movflags",
        FRAGMENTED,
        "-f",
        "mp4");
  }

  private static byte[] matroska(String... codec) {
    List<String> arguments =
        new ArrayList<>(
            List.of("-f", "lavfi", "-i", "testsrc2=size=322x182:rate=25:duration=6", "-g", "25"));
    arguments.addAll(List.of(codec));
    arguments.addAll(List.of("-f", "matroska"));
    return LAB.generate(arguments.toArray(String[]::new));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(DomainException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static MediaInfo probe(byte[] bytes) {
    return LAB.probe.probe(MediaLab.source(bytes), new Cancellation());
  }

  @Test
  void copiesWhatBrowsersPlayAlready() throws IOException {
    MediaLab.Made made = LAB.make(MediaLab.source(plain()));

    assertThat(made.rendition().copied()).isTrue();
    assertThat(made.rendition().name()).isEqualTo("180p.mp4");
    assertThat(made.rendition().index().codecs()).matches("avc1\\.[0-9a-f]{6},mp4a\\.40\\.2");
    assertThat(made.rendition().index().duration()).isCloseTo(8, within(0.1));
    Renditions.checkSegments(LAB, made);
  }

  /** A film whose only keyframe is its first picture. */
  private static byte[] withOneKeyframe(int seconds) {
    return LAB.generate(
        ("-f lavfi -i testsrc2=size=160x90:rate=10:duration="
                + seconds
                + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 1000 -movflags "
                + FRAGMENTED
                + " -f mp4")
            .split(" "));
  }

  @Test
  void copiesKeyframesThatAreThirtySecondsApart() throws IOException {
    MediaLab.Made made = LAB.make(MediaLab.source(withOneKeyframe(30)));

    assertThat(made.rendition().copied()).isTrue();
    assertThat(made.rendition().index().fragments()).hasSize(1);
    assertThat(made.rendition().index().duration()).isCloseTo(30, within(0.05));
  }

  @Test
  void encodesWhereKeyframesAreTooFarApart() throws IOException {
    MediaLab.Made made = LAB.make(MediaLab.source(withOneKeyframe(32)));

    assertThat(made.rendition().copied()).isFalse();
    Renditions.checkSegments(LAB, made);
    assertThat(made.rendition().index().fragments())
        .hasSize(16)
        .allSatisfy(f -> assertThat(f.duration()).isCloseTo(2, within(0.05)));
  }

  @Test
  void startsPictureAndSoundTogether() throws IOException {
    byte[] late =
        LAB.generate(
            "-f",
            "lavfi",
            "-i",
            "sine=duration=6",
            "-itsoffset",
            "2",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=160x90:rate=25:duration=4",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-f",
            "matroska");

    MediaLab.Made made = LAB.make(MediaLab.source(late));

    assertThat(made.rendition().index().fragments().get(0).start()).isCloseTo(0, within(0.05));
    assertThat(made.rendition().index().duration()).isCloseTo(6, within(0.2));
  }

  @Test
  void shrinksLargePicturesThatItEncodesAndKeepsTheirShape() {
    MediaLab.Made made = LAB.make(MediaLab.source(large("3840x2160", "-c:v", "mpeg4")));

    assertThat(made.rendition().width()).isEqualTo(1920);
    assertThat(made.rendition().name()).isEqualTo("1080p.mp4");
  }

  /** Upright, as phones record it, and of the cinema's width. */
  @ParameterizedTest
  @CsvSource({"3840x2160, 2160", "2160x3840, 3840", "4096x2160, 2160"})
  void copiesLargePicturesThatBrowsersDecode(String size, int height) {
    byte[] large = large(size, "-c:v", "libx264", "-preset", "ultrafast");

    MediaLab.Made made = LAB.make(MediaLab.source(large));

    assertThat(made.rendition().copied()).isTrue();
    assertThat(made.rendition().width() + "x" + made.rendition().height()).isEqualTo(size);
    assertThat(made.rendition().name()).isEqualTo(height + "p.mp4");
    assertThat(made.rendition().index().duration()).isCloseTo(2, within(0.01));
  }

  private static byte[] large(String size, String... encoder) {
    List<String> arguments =
        new ArrayList<>(List.of("-f", "lavfi", "-i", "testsrc2=rate=5:duration=2:size=" + size));
    arguments.addAll(List.of(encoder));
    arguments.addAll(List.of("-pix_fmt", "yuv420p", "-f", "matroska"));
    return LAB.generate(arguments.toArray(String[]::new));
  }

  @Test
  void makesAPosterOfBoundedWidth() throws IOException {
    byte[] video = matroska("-c:v", "mpeg4", "-vf", "scale=1280:720,setsar=1");
    MediaLab.Made made = LAB.make(MediaLab.source(video));
    byte[] poster =
        new PosterMaker(LAB.runner)
            .make(
                new OutputPlan.PosterOf("poster.jpg", 640),
                made.rendition(),
                MediaLab.source(made.bytes()),
                new Cancellation());

    var image = ImageIO.read(new ByteArrayInputStream(poster));
    assertThat(image.getWidth()).isEqualTo(640);
    assertThat(image.getHeight()).isEqualTo(360);
  }

  @Test
  void makesAllThatIsPlannedInItsOrder() {
    MediaSource source = MediaLab.source(plain());
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    OutputPlan plan =
        new OutputPlan(
            List.of(
                new OutputPlan.DefaultRendition(),
                new OutputPlan.PosterOf("poster.jpg", 640),
                new OutputPlan.PosterOf("icon.jpg", 64)));
    List<Integer> reported = new CopyOnWriteArrayList<>();

    List<MediaOutput> made =
        LAB.transcoder.transcode(
            source,
            LAB.probe.probe(source, new Cancellation()),
            plan,
            sink,
            MediaLab.IGNORED,
            reported::add,
            new Cancellation());

    assertThat(made).hasSize(3).first().isInstanceOf(Rendition.class);
    assertThat(made.subList(1, 3))
        .containsExactly(new Poster("poster.jpg"), new Poster("icon.jpg"));
    assertThat(sink.outputs.keySet())
        .containsExactly("180p.mp4.part-0000", "180p.mp4.part-0001", "poster.jpg", "icon.jpg");
    assertThat(sink.toBytes("icon.jpg").length).isBetween(1, sink.toBytes("poster.jpg").length);
    assertThat(reported).allMatch(percent -> percent >= 0 && percent <= 100);
  }

  @Test
  void tellsWhatIsNoVideo() {
    assertRefused(ErrorCode.EMPTY_FILE, () -> probe(new byte[0]));
    byte[] letter = "Dear Ann, ".repeat(5000).getBytes(StandardCharsets.UTF_8);
    assertRefused(ErrorCode.NOT_A_VIDEO, () -> probe(letter));
    byte[] still =
        LAB.generate("-f", "lavfi", "-i", "color=s=64x64", "-frames:v", "1", "-f", "webp");
    assertRefused(ErrorCode.NOT_A_VIDEO, () -> probe(still));
  }

  @Test
  void opensNoScriptThatNamesOtherFiles() {
    String concat = "ffconcat version 1.0\nfile 'http://127.0.0.1:1/secret'\n";
    assertRefused(ErrorCode.NOT_A_VIDEO, () -> probe(concat.getBytes(StandardCharsets.UTF_8)));
    String playlist =
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n";
    assertRefused(ErrorCode.NOT_A_VIDEO, () -> probe(playlist.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void reportsWhatTheSourceSaysAndNotWhatFfmpegMakesOfIt() {
    byte[] video = plain();
    MediaSource damaged =
        new MediaSource() {
          @Override
          public long size() {
            return video.length;
          }

          @Override
          public int read(long position, byte[] target, int offset, int length) throws IOException {
            if (position > video.length / 2) {
              throw new DomainException(ErrorCode.INTEGRITY_FAILED);
            }
            return MediaLab.source(video).read(position, target, offset, Math.min(length, 4096));
          }
        };
    MediaInfo info = probe(video);

    assertRefused(
        ErrorCode.INTEGRITY_FAILED,
        () ->
            LAB.transcoder.defaultRendition(
                damaged,
                info,
                new MediaLab.MemorySink(),
                MediaLab.IGNORED,
                p -> {},
                new Cancellation()));
  }

  @Test
  void reportsWhyTheSinkRefuses() {
    byte[] video = plain();
    MediaInfo info = probe(video);

    assertRefused(
        ErrorCode.INSUFFICIENT_STORAGE,
        () ->
            LAB.transcoder.defaultRendition(
                MediaLab.source(video),
                info,
                new MediaLab.MemorySink() {
                  @Override
                  public OutputStream open(String output) {
                    throw new DomainException(ErrorCode.INSUFFICIENT_STORAGE);
                  }
                },
                MediaLab.IGNORED,
                p -> {},
                new Cancellation()));
  }

  @Test
  void stopsWhenCancelled() {
    byte[] video = matroska("-c:v", "mpeg4");
    Cancellation cancellation = new Cancellation();
    MediaInfo info = probe(video);
    assertThatThrownBy(
            () ->
                LAB.transcoder.defaultRendition(
                    MediaLab.source(video),
                    info,
                    new MediaLab.MemorySink() {
                      @Override
                      public OutputStream open(String output) {
                        cancellation.cancel();
                        return OutputStream.nullOutputStream();
                      }
                    },
                    MediaLab.IGNORED,
                    p -> {},
                    cancellation))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void endsWhatTakesTooLong() {
    byte[] video = matroska("-c:v", "mpeg4");
    MediaInfo info = probe(video);
    MediaLab hasty = new MediaLab(Duration.ofMillis(150), Duration.ofSeconds(10));

    assertRefused(
        ErrorCode.PROCESSING_TIMEOUT,
        () ->
            hasty.transcoder.defaultRendition(
                slow(video),
                info,
                new MediaLab.MemorySink(),
                MediaLab.IGNORED,
                p -> {},
                new Cancellation()));
  }

  /** Returns one byte per read, after a pause. */
  private static MediaSource slow(byte[] bytes) {
    return new MediaSource() {
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public int read(long position, byte[] target, int offset, int length) {
        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        target[offset] = bytes[(int) position];
        return 1;
      }
    };
  }

  @Test
  void writesNoMediaToTheDisk() throws IOException {
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    byte[] video = matroska("-c:v", "mpeg4");
    Set<Path> before = largeFiles(temp);
    Set<Path> beforeHere = largeFiles(Path.of("."));

    LAB.make(MediaLab.source(video));

    assertThat(largeFiles(temp)).isSubsetOf(before);
    assertThat(largeFiles(Path.of("."))).isSubsetOf(beforeHere);
  }

  /** Returns the media files of a directory by name. */
  private static Set<Path> largeFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.toString().matches(".*\\.(mp4|mkv|jpg|log|mbtree|ts|m4s|tmp)"))
          .filter(f -> !f.getFileName().toString().startsWith("hsperf"))
          .collect(Collectors.toSet());
    }
  }
}
