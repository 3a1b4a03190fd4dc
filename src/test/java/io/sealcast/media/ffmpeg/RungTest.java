package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.media.Cancellation;
import io.sealcast.media.FragmentIndex;
import io.sealcast.media.Ladder;
import io.sealcast.media.PictureCodec;
import io.sealcast.media.Rendition;
import io.sealcast.media.RungPart;
import io.sealcast.media.RungPlan;
import io.sealcast.media.SegmentStarts;
import io.sealcast.problem.DomainException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that a smaller rendition has the same pictures at the same times as the default one. */
@Timeout(120)
class RungTest {
  private static final MediaLab LAB = new MediaLab();

  private static Ladder.Rung rung(int width, int height, PictureCodec codec) {
    return new Ladder.Rung(new Ladder.Size(width, height), codec);
  }

  /** What a rung is made of: copied and encoded renditions, of which some begin late. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "copied          | -c:v libx264 -bf 2 -g 50 -c:a aac -f matroska",
        "uneven          | -c:v libx264 -bf 2 -g 1000 -force_key_frames 0,0.4,3,3.2,7 -f matroska",
        "changing rate   | -vf select='not(mod(n,3))+lt(t,4)' -fps_mode vfr -c:v libx264 -g 30 -f matroska",
        "without sound   | -map 0:v -c:v libx264 -bf 2 -g 50 -f matroska"
      })
  void theSegmentsOfARungAreThoseOfItsRendition(String name, String arguments) throws IOException {
    hasTheSegmentsOfItsRendition(arguments, PictureCodec.H264);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uneven          | -c:v libx264 -bf 2 -g 1000 -force_key_frames 0,0.4,3,3.2,7 -f matroska",
        "changing rate   | -vf select='not(mod(n,3))+lt(t,4)' -fps_mode vfr -c:v libx264 -g 30 -f matroska"
      })
  void soAreThoseOfARungOfAv1(String name, String arguments) throws IOException {
    hasTheSegmentsOfItsRendition(arguments, PictureCodec.AV1);
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource(
      delimiter = '|',
      value = {
        "few keyframes   | -c:v libx264 -bf 3 -g 125 -c:a aac -f matroska",
        "open groups     | -c:v libx264 -bf 2 -g 50 -x264-params open-gop=1 -c:a aac -f matroska",
        "encoded         | -c:v mpeg4 -c:a aac -f matroska",
        "transport       | -c:v libx264 -bf 2 -g 50 -c:a aac -muxdelay 1 -f mpegts"
      })
  void soAreThoseOfARungOfOtherRenditions(String name, String arguments) throws IOException {
    hasTheSegmentsOfItsRendition(arguments, PictureCodec.H264);
    hasTheSegmentsOfItsRendition(arguments, PictureCodec.AV1);
  }

  private static void hasTheSegmentsOfItsRendition(String arguments, PictureCodec codec)
      throws IOException {
    MediaLab.Made made = LAB.make(MediaLab.source(film(arguments)));
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    List<Integer> progress = new ArrayList<>();

    RungPart whole = rung(made, 0, all(made), rung(160, 90, codec), sink, progress::add);

    byte[] bytes = sink.toBytes(whole.part().name());
    assertThat(whole.part().name()).isEqualTo(Rendition.name(90, codec) + ".part-0000");
    assertThat(whole.part().size()).isEqualTo(bytes.length);
    assertThat(whole.part().index().codecs())
        .startsWith(codec == PictureCodec.H264 ? "avc1." : "av01.0.")
        .doesNotContain(",");
    assertThat(times(bytes)).isEqualTo(times(made.bytes()));
    assertThat(keyframes(bytes)).isEqualTo(segmentStarts(made.rendition().index()));
    assertThat(progress).isNotEmpty().isSorted();
    assertThat(progress).allMatch(percent -> percent >= 0 && percent <= 100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "uneven          | -c:v libx264 -bf 2 -g 1000 -force_key_frames 0,0.4,3,3.2,7 -f matroska",
        "changing rate   | -vf select='not(mod(n,3))+lt(t,4)' -fps_mode vfr -c:v libx264 -g 30 -f matroska"
      })
  void partsThatAreMadeByThemselvesAreOneRung(String name, String arguments) throws IOException {
    areOneRung(arguments, PictureCodec.H264);
    areOneRung(arguments, PictureCodec.AV1);
  }

  /** As of keyframes that are copied although they are far apart. */
  @ParameterizedTest
  @EnumSource(value = PictureCodec.class, names = "H264")
  void aRungDividesTheLongSegmentsOfItsRendition(PictureCodec codec) throws IOException {
    MediaLab.Made made =
        LAB.make(
            MediaLab.source(
                film(
                    "-vf fps=30000/1001 -c:v libx264 -bf 2 -g 999 -force_key_frames 0,7.3,9"
                        + " -sc_threshold 0 -f matroska")));
    assertThat(made.rendition().copied()).isTrue();
    assertThat(made.rendition().index().fragments()).hasSize(3);

    byte[] joined = joined(made, rung(160, 90, codec));

    assertThat(times(joined)).isEqualTo(times(made.bytes()));
    List<Double> keyframes = keyframes(joined).stream().map(Double::valueOf).toList();
    assertThat(keyframes(joined)).containsAll(segmentStarts(made.rendition().index())).hasSize(6);
    for (int i = 1; i < keyframes.size(); i++) {
      assertThat(keyframes.get(i) - keyframes.get(i - 1)).isBetween(0.9, 2.0);
    }
  }

  /** For 30 pictures a second the level would be higher than for 24. */
  @ParameterizedTest
  @EnumSource(PictureCodec.class)
  @Tag("long")
  void partsOfDifferentRatesHaveTheSameLevel(PictureCodec codec) throws IOException {
    areOneRung(
        "-vf scale=854:480,fps=30,setpts='if(gt(N,120),4/TB+(N-120)/(24*TB),PTS)'"
            + " -fps_mode vfr -c:v libx264 -g 48 -f matroska",
        codec);
  }

  private static void areOneRung(String arguments, PictureCodec codec) throws IOException {
    MediaLab.Made made = LAB.make(MediaLab.source(film(arguments)));
    byte[] joined =
        joined(
            made, made.rendition().height() > 180 ? rung(854, 480, codec) : rung(160, 90, codec));

    assertThat(times(joined)).isEqualTo(times(made.bytes()));
    assertThat(keyframes(joined)).isEqualTo(segmentStarts(made.rendition().index()));
    assertThat(LAB.packets(joined)).allMatch(packet -> !packet[2].contains("C"));
  }

  /** Makes a rung in parts of 4 seconds, the last one first, and joins them. */
  private static byte[] joined(MediaLab.Made made, Ladder.Rung rung) throws IOException {
    List<SegmentStarts.Run> runs = starts(made.rendition().index()).runs(4);
    assertThat(runs).hasSizeGreaterThan(1);
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    List<RungPart> parts = new ArrayList<>();
    for (int i = runs.size() - 1; i >= 0; i--) {
      List<Integer> progress = new ArrayList<>();
      parts.add(0, rung(made, i, runs.get(i), rung, sink, progress::add));
      assertThat(progress).allMatch(percent -> percent >= 0 && percent <= 100);
    }
    assertThat(parts).extracting(RungPart::initDigest).containsOnly(parts.get(0).initDigest());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (RungPart part : parts) {
      byte[] bytes = sink.toBytes(part.part().name());
      assertThat(bytes).hasSize((int) part.part().size());
      FragmentIndex.Fragment last =
          part.part().index().fragments().get(part.part().index().fragments().size() - 1);
      assertThat(last.offset() + last.size()).isEqualTo(bytes.length);
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  @Test
  void aRungWhoseSegmentsBeginElsewhereIsRefused() throws IOException {
    MediaLab.Made made = LAB.make(MediaLab.source(film("-c:v libx264 -g 50 -f matroska")));
    SegmentStarts other = new SegmentStarts(List.of(0.0, 3.0, 6.0), 10);
    RungPlan plan = plan(made, 0, all(made), rung(160, 90, PictureCodec.H264));

    assertThatThrownBy(
            () ->
                LAB.transcoder.makeRung(
                    MediaLab.source(made.bytes()),
                    new RungPlan(
                        "90p.mp4",
                        plan.size(),
                        plan.codec(),
                        0,
                        plan.bytes(),
                        other,
                        320 * 180,
                        0,
                        25),
                    new MediaLab.MemorySink(),
                    percent -> {},
                    new Cancellation()))
        .isInstanceOf(DomainException.class);
  }

  /**
   * A copied picture of a slow encoder at a low rate, and a rung of a fast one at a higher rate.
   */
  @Test
  void aRungIsSmallerThanItsRendition() {
    String arguments =
        "-f lavfi -i mandelbrot=s=640x360:r=25:maxiter=300 -t 6"
            + " -c:v libx264 -preset slow -crf 33 -g 50 -pix_fmt yuv420p -f matroska";
    MediaLab.Made made = LAB.make(MediaLab.source(LAB.generate(arguments.split(" "))));
    assertThat(made.rendition().copied()).isTrue();

    RungPart smaller = alone(made, rung(426, 240, PictureCodec.H264));
    assertThat(smaller.part().size()).isLessThan(made.bytes().length * 3 / 4);
    assertThat(alone(made, rung(640, 360, PictureCodec.AV1)).part().size())
        .as("of AV1 in the same size")
        .isLessThan(made.bytes().length);
    assertThat(alone(made, rung(426, 240, PictureCodec.AV1)).part().size())
        .as("of AV1")
        .isLessThan(smaller.part().size());
  }

  private static RungPart alone(MediaLab.Made made, Ladder.Rung rung) {
    return rung(made, 0, all(made), rung, new MediaLab.MemorySink(), percent -> {});
  }

  private static RungPart rung(
      MediaLab.Made made,
      int number,
      SegmentStarts.Run run,
      Ladder.Rung rung,
      MediaLab.MemorySink sink,
      IntConsumer progress) {
    return LAB.transcoder.makeRung(
        MediaLab.source(made.bytes()),
        plan(made, number, run, rung),
        sink,
        progress,
        new Cancellation());
  }

  private static SegmentStarts.Run all(MediaLab.Made made) {
    return new SegmentStarts.Run(0, made.rendition().index().fragments().size());
  }

  private static RungPlan plan(
      MediaLab.Made made, int number, SegmentStarts.Run run, Ladder.Rung rung) {
    Rendition rendition = made.rendition();
    FragmentIndex index = rendition.index();
    FragmentIndex.Fragment first = index.fragments().get(run.first());
    FragmentIndex.Fragment last = index.fragments().get(run.first() + run.count() - 1);
    return new RungPlan(
        Rendition.name(rung.size().height(), rung.codec()),
        rung.size(),
        rung.codec(),
        number,
        List.of(
            new FragmentIndex.Extent(0, index.initSize()),
            new FragmentIndex.Extent(first.offset(), last.offset() + last.size() - first.offset())),
        starts(index).of(run),
        (long) rendition.width() * rendition.height(),
        rendition.bitrate(),
        index.fragments().stream().mapToLong(FragmentIndex.Fragment::pictures).sum()
            / index.duration());
  }

  private static byte[] film(String arguments) {
    return LAB.generate(
        ("-f lavfi -i testsrc2=size=320x180:rate=25:duration=10 -f lavfi -i sine=duration=10"
                + " -pix_fmt yuv420p "
                + arguments)
            .split(" "));
  }

  private static SegmentStarts starts(FragmentIndex index) {
    return new SegmentStarts(
        index.fragments().stream().map(FragmentIndex.Fragment::start).toList(), index.duration());
  }

  private static List<String> segmentStarts(FragmentIndex index) {
    return index.fragments().stream().map(f -> RenditionCommand.seconds(f.start())).toList();
  }

  /** Returns the times of the pictures in the order in which they are shown. */
  private static List<String> times(byte[] mp4) throws IOException {
    return LAB.packets(mp4).stream()
        .map(packet -> RenditionCommand.seconds(Double.parseDouble(packet[0])))
        .sorted()
        .toList();
  }

  private static List<String> keyframes(byte[] mp4) throws IOException {
    return LAB.packets(mp4).stream()
        .filter(packet -> packet[2].startsWith("K"))
        .map(packet -> RenditionCommand.seconds(Double.parseDouble(packet[0])))
        .toList();
  }
}
