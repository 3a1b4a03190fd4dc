package io.sealcast.media.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.media.Cancellation;
import io.sealcast.media.Captions;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.Rendition;
import io.sealcast.text.LanguageTag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subtitles of files that ffmpeg makes become WebVTT on the clock of the rendition. */
class CaptionsMakerTest {
  private static final MediaLab LAB = new MediaLab();
  private static final List<String> PICTURE =
      List.of("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=6");
  private static final List<String> ENCODED =
      List.of("-map", "0:v", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p");

  @TempDir private static Path directory;
  private static Path srt;
  private static Path ass;

  @BeforeAll
  static void writeSubtitles() throws IOException {
    srt =
        Files.writeString(
            directory.resolve("a.srt"),
            """
            1
            00:00:01,000 --> 00:00:02,000
            <i>Grüße</i> & mehr

            2
            00:00:03,000 --> 00:00:04,000
            a < b
            """);
    ass =
        Files.writeString(
            directory.resolve("a.ass"),
            """
            [Script Info]
            ScriptType: v4.00+

            [V4+ Styles]
            Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
            Style: Default,Arial,20,&H00FFFFFF,&H000000FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,2,2,2,10,10,10,1

            [Events]
            Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
            Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\\\pos(20,30)\\\\c&H0000FF&}Bonjour{\\\\r}\\\\N\\\\Nà <script>tous
            Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{\\\\p1}m 0 0 l 100 0 100 20 0 20{\\\\p0}
            """
                .replace("\\\\", "\\"));
  }

  private record Made(MediaInfo info, List<MediaOutput> outputs, MediaLab.MemorySink sink) {
    String text(String name) {
      return new String(sink.toBytes(name), UTF_8);
    }

    List<Captions> captions() {
      return outputs.stream().filter(Captions.class::isInstance).map(Captions.class::cast).toList();
    }
  }

  private static Made make(byte[] file) {
    MediaSource source = MediaLab.source(file);
    MediaInfo info = LAB.probe.probe(source, new Cancellation());
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    OutputPlan plan =
        new OutputPlan(List.of(new OutputPlan.DefaultRendition(), new OutputPlan.CaptionsOf(32)));
    List<MediaOutput> outputs =
        LAB.transcoder.transcode(
            source, info, plan, sink, MediaLab.IGNORED, percent -> {}, new Cancellation());
    return new Made(info, outputs, sink);
  }

  private static byte[] generate(List<String> inputs, String... outputs) {
    List<String> arguments = new ArrayList<>(PICTURE);
    arguments.addAll(inputs);
    arguments.addAll(ENCODED);
    arguments.addAll(List.of(outputs));
    return LAB.generate(arguments.toArray(String[]::new));
  }

  @Test
  void subRipAndSubStationOfMatroskaBecomeWebVtt() {
    byte[] mkv =
        generate(
            List.of("-i", srt.toString(), "-i", ass.toString(), "-i", srt.toString()),
            ("-map 1 -map 2 -map 3 -c:s:0 srt -c:s:1 ass -c:s:2 srt -metadata:s:s:0 language=ger"
                    + " -metadata:s:s:1 language=fre -metadata:s:s:1 title=Sous-titres"
                    + " -metadata:s:s:2 language=ger -f matroska")
                .split(" "));

    Made made = make(mkv);

    assertThat(made.captions())
        .extracting(Captions::language, Captions::label, Captions::name)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(new LanguageTag("de"), "", "captions.de.vtt"),
            org.assertj.core.groups.Tuple.tuple(
                new LanguageTag("fr"), "Sous-titres", "captions.fr.vtt"),
            org.assertj.core.groups.Tuple.tuple(
                new LanguageTag("de-x-2"), "", "captions.de-x-2.vtt"));
    assertThat(made.text("captions.de.vtt"))
        .isEqualTo(
            """
            WEBVTT

            00:00:01.000 --> 00:00:02.000
            <i>Grüße</i> &amp; mehr

            00:00:03.000 --> 00:00:04.000
            a &lt; b
            """);
    assertThat(made.text("captions.fr.vtt"))
        .isEqualTo(
            """
            WEBVTT

            00:00:01.000 --> 00:00:02.000
            Bonjour
            à &lt;script&gt;tous
            """);
    assertThat(made.text("captions.de-x-2.vtt")).isEqualTo(made.text("captions.de.vtt"));
  }

  @Test
  void timedTextOfMp4BecomesWebVtt() {
    byte[] mp4 =
        generate(
            List.of("-i", srt.toString()),
            "-map 1 -c:s mov_text -metadata:s:s:0 language=eng -movflags +frag_keyframe -f mp4"
                .split(" "));
    Made made = make(mp4);
    assertThat(made.info().subtitles())
        .singleElement()
        .matches(MediaInfo.Subtitle::text)
        .extracting(MediaInfo.Subtitle::codec)
        .isEqualTo("mov_text");
    assertThat(made.text("captions.en.vtt"))
        .contains("00:00:01.000 --> 00:00:02.000\n", "Grüße", "00:00:03.000 --> 00:00:04.000\n");
  }

  /** The picture begins at 2 s on the clock of the file, and so does the rendition. */
  @Test
  void captionsAreOnTheClockOfTheRendition() {
    byte[] mkv =
        generate(
            List.of("-i", srt.toString()),
            "-map 1 -c:s srt -copyts -output_ts_offset 2 -f matroska".split(" "));
    Made made = make(mkv);
    assertThat(((Rendition) made.outputs().get(0)).index().fragments().get(0).start())
        .isLessThan(0.2);
    assertThat(made.text("captions.und.vtt"))
        .contains("00:00:01.000 --> 00:00:02.000\n", "00:00:03.000 --> 00:00:04.000\n");
  }

  @Test
  void picturesAreNoText() throws IOException {
    Path sup = Files.write(directory.resolve("a.sup"), emptyPresentationGraphics());
    byte[] mkv =
        generate(
            List.of("-f", "sup", "-i", sup.toString()),
            "-map 1 -c:s copy -metadata:s:s:0 language=eng -f matroska".split(" "));
    Made made = make(mkv);
    assertThat(made.captions()).isEmpty();
    assertThat(made.info().subtitles())
        .singleElement()
        .satisfies(
            stream -> {
              assertThat(stream.text()).isFalse();
              assertThat(stream.codec()).isEqualTo("hdmv_pgs_subtitle");
              assertThat(stream.language()).isEqualTo(new LanguageTag("en"));
            });
  }

  /** A composition segment of a Blu-ray that shows no picture at second 1, and its end segment. */
  private static byte[] emptyPresentationGraphics() {
    int second = 90_000;
    return ByteBuffer.allocate(13 + 11 + 13)
        .put("PG".getBytes(UTF_8))
        .putInt(second)
        .putInt(second)
        .put((byte) 0x16)
        .putShort((short) 11)
        .putShort((short) 1920)
        .putShort((short) 1080)
        .put(new byte[] {0x10, 0, 1, (byte) 0x80, 0, 0, 0})
        .put("PG".getBytes(UTF_8))
        .putInt(second)
        .putInt(second)
        .put((byte) 0x80)
        .putShort((short) 0)
        .array();
  }

  @Test
  void aStreamWithoutTextIsOmittedAndTheOthersAreNot() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty.srt"), "1\n0:0:1,0 --> 0:0:2,0\n \n");
    byte[] mkv =
        generate(
            List.of("-i", empty.toString(), "-i", srt.toString()),
            ("-map 1 -map 2 -c:s srt -metadata:s:s:0 language=ita -metadata:s:s:1 language=spa"
                    + " -f matroska")
                .split(" "));
    assertThat(make(mkv).captions())
        .extracting(Captions::language)
        .containsExactly(new LanguageTag("es"));
  }
}
