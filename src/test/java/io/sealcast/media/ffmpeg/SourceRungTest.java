package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.it.harness.TestVideos;
import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.Ladder;
import io.sealcast.media.MediaSource;
import io.sealcast.media.RungPart;
import io.sealcast.media.SegmentStarts;
import io.sealcast.media.SourceRungPlan;
import io.sealcast.problem.DomainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that a rendition that is made of the source beside the default one has the same pictures at
 * the same times. The films are small, and the larger rendition has twice their sides.
 */
@Timeout(120)
class SourceRungTest {
  private static final MediaLab LAB = new MediaLab();
  private static final String NAME = "360p.mp4";

  /** A late, odd or uneven beginning and end on the clock of the source, and sound or none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "late.mkv     | -c:v libx265 -x265-params log-level=error -output_ts_offset 2.3 -c:a aac",
        "silent.webm  | -map 0:v -c:v libvpx-vp9 -deadline realtime -cpu-used 8",
        "packets.ts   | -c:v libx265 -x265-params log-level=error -c:a aac -muxdelay 1"
      })
  void theSegmentsOfALargerRenditionAreThoseOfTheDefaultOne(String name, String arguments)
      throws IOException {
    hasTheTimesOfTheDefaultRendition(film(name, arguments));
  }

  /** What follows the jump of the clock is joined where picture and sound of the default were. */
  @Test
  @Tag("long")
  void soAreThoseOfASourceWhoseClockJumps() throws IOException {
    String arguments = "-c:v mpeg4 -g 25 -c:a aac -muxdelay 0.5";
    // whichever is read first after the jump says how far it is
    byte[] first = film("longer-before-the-jump.ts", "-af apad=pad_dur=0.7 " + arguments);
    byte[] second = film("after-the-jump.ts", arguments + " -output_ts_offset 5000");
    byte[] joined = new byte[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    assertThat(LAB.make(MediaLab.source(joined)).rendition().clock().joined()).isTrue();

    hasTheTimesOfTheDefaultRendition(joined);
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource(
      delimiter = '|',
      value = {
        "plain.mkv    | -c:v libx265 -x265-params log-level=error -c:a libopus",
        "lead.mkv     | -vf setpts=PTS+0.7/TB -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus",
        "uneven.mkv   | -vf select='not(mod(n,3))+lt(t,4)' -fps_mode vfr -c:v mpeg4 -c:a aac",
        "longer.mkv   | -af apad=pad_dur=1.5 -c:v mpeg4 -c:a aac",
        "fields.mkv  | -vf tinterlace=interleave_top,fieldorder=tff -flags +ilme+ildct -c:v mpeg2video -c:a aac",
        "raw.h265    | -map 0:v -c:v libx265 -x265-params log-level=error",
        "old.avi     | -c:v mjpeg -q:v 5 -c:a mp3",
        "slow.mkv    | -r 10 -c:v mpeg4 -c:a aac",
        "fast.mkv    | -r 100 -c:v mpeg4 -c:a aac"
      })
  void soAreThoseOfOtherSources(String name, String arguments) throws IOException {
    hasTheTimesOfTheDefaultRendition(film(name, arguments));
  }

  private static void hasTheTimesOfTheDefaultRendition(byte[] film) throws IOException {
    MediaSource source = MediaLab.source(film);
    MediaLab.Made made = LAB.make(source);
    assertThat(made.rendition().copied()).isFalse();
    List<Integer> progress = new ArrayList<>();

    Larger larger = larger(source, starts(made.rendition().index()), progress);

    assertThat(larger.part().part().name()).isEqualTo(NAME + ".part-0000");
    assertThat(larger.part().part().size()).isEqualTo(larger.bytes().length);
    assertThat(larger.part().part().index().codecs()).startsWith("avc1.").doesNotContain(",");
    assertThat(times(larger.bytes())).isEqualTo(times(made.bytes()));
    assertThat(keyframes(larger.bytes())).isEqualTo(keyframes(made.bytes()));
    assertThat(LAB.frames(larger.bytes(), "v:0")).isEqualTo(times(made.bytes()).size());
    assertThat(progress).allMatch(percent -> percent >= 0 && percent <= 100);
  }

  /** The same pictures: light and colours are converted as for the default one. */
  @ParameterizedTest
  @Tag("long")
  @CsvSource(
      delimiter = '|',
      value = {
        "pq.mkv      | -vf format=yuv420p10le -c:v libx265 -x265-params log-level=error:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
        "p3.mkv      | -c:v libx265 -x265-params log-level=error:colorprim=smpte432:transfer=bt709:colormatrix=bt709"
      })
  void aLargerRenditionLooksLikeTheDefaultOne(String name, String arguments) throws IOException {
    MediaSource source = MediaLab.source(film(name, arguments));
    MediaLab.Made made = LAB.make(source);
    Larger larger = larger(source, starts(made.rendition().index()), new ArrayList<>());

    byte[] expected = picture(made.bytes());
    byte[] actual = picture(larger.bytes());
    assertThat(actual).hasSameSizeAs(expected);
    long difference = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.abs((expected[i] & 0xff) - (actual[i] & 0xff));
    }
    assertThat((double) difference / expected.length).as("of 255").isLessThan(4);
  }

  @Test
  void aLargerRenditionWhoseSegmentsBeginElsewhereIsRefused() throws IOException {
    MediaSource source = MediaLab.source(film("plain-of-others.mkv", "-c:v mpeg4 -c:a aac"));

    assertThatThrownBy(
            () -> larger(source, new SegmentStarts(List.of(0.0, 3.0), 8), new ArrayList<>()))
        .isInstanceOf(DomainException.class);
  }

  @Test
  void aLargerPictureMayHaveMoreBits() {
    assertThat(plan(1920, 1080).maxBitrate()).isEqualTo(8_000_000);
    assertThat(plan(320, 180).maxBitrate()).as("of a small one").isEqualTo(8_000_000);
    assertThat(plan(2560, 1440).maxBitrate()).isBetween(12_000_000L, 13_000_000L);
    assertThat(plan(3840, 2160).maxBitrate()).isBetween(22_000_000L, 23_000_000L);
  }

  private static RenditionPlan plan(int width, int height) {
    return RenditionPlan.ofPictures(width, height, 10);
  }

  private record Larger(RungPart part, byte[] bytes) {}

  private static Larger larger(MediaSource source, SegmentStarts starts, List<Integer> progress) {
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    RungPart part =
        LAB.transcoder.makeSourceRung(
            source,
            LAB.probe.probe(source, new Cancellation()),
            new SourceRungPlan(NAME, new Ladder.Size(640, 360), starts),
            sink,
            progress::add,
            new Cancellation());
    return new Larger(part, sink.toBytes(part.part().name()));
  }

  private static byte[] film(String name, String arguments) throws IOException {
    return Files.readAllBytes(
        TestVideos.make(
            "source-rung-" + name,
            List.of(
                ("-f lavfi -i testsrc2=size=320x180:rate=25:duration=7"
                        + " -f lavfi -i sine=duration=7 -pix_fmt yuv420p "
                        + arguments)
                    .split(" "))));
  }

  /** Returns a picture after three seconds in a small size. */
  private static byte[] picture(byte[] mp4) throws IOException {
    Path file = Files.write(Path.of("target", "source-rung.mp4"), mp4);
    return LAB.generate(
        ("-ss 3 -i " + file + " -frames:v 1 -vf scale=160:90 -pix_fmt yuv420p -f rawvideo")
            .split(" "));
  }

  private static SegmentStarts starts(FragmentIndex index) {
    return new SegmentStarts(
        index.fragments().stream().map(FragmentIndex.Fragment::start).toList(), index.duration());
  }

  private static List<String> times(byte[] mp4) throws IOException {
    return LAB.packets(mp4).stream().map(packet -> seconds(packet[0])).sorted().toList();
  }

  private static List<String> keyframes(byte[] mp4) throws IOException {
    return LAB.packets(mp4).stream()
        .filter(packet -> packet[2].startsWith("K"))
        .map(packet -> seconds(packet[0]))
        .toList();
  }

  private static String seconds(String time) {
    return RenditionCommand.seconds(Double.parseDouble(time));
  }
}
