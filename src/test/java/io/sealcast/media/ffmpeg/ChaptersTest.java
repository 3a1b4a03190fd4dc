package io.sealcast.media.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sealcast.media.Cancellation;
import io.sealcast.media.Chapters;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.webvtt.Cue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chapters of files that ffmpeg makes become WebVTT on the clock of the rendition. */
class ChaptersTest {
  private static final MediaLab LAB = new MediaLab();

  @TempDir private Path directory;

  /** Returns a file of six seconds with chapters, as ffmpeg's metadata describes them. */
  private byte[] video(String metadata, String... outputs) throws IOException {
    Path file = directory.resolve("metadata.txt");
    Files.writeString(file, ";FFMETADATA1\n" + metadata);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-f", "lavfi", "-i", "testsrc2=size=160x90:rate=25:duration=6"));
    arguments.addAll(List.of("-i", file.toString(), "-map", "0:v", "-map_chapters", "1"));
    arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
    arguments.addAll(List.of(outputs));
    return LAB.generate(arguments.toArray(String[]::new));
  }

  private static String chapter(int startMillis, int endMillis, String title) {
    return "[CHAPTER]\nTIMEBASE=1/1000\nSTART="
        + startMillis
        + "\nEND="
        + endMillis
        + "\ntitle="
        + title
        + "\n";
  }

  private static final String THREE =
      chapter(0, 2000, "Anfang: Grüße & <b>mehr</b>")
          + chapter(2000, 4000, "第二章 --> 東京")
          + chapter(4000, 6000, "الفصل الثالث");

  private static final String THREE_AS_WEBVTT =
      """
      WEBVTT

      00:00:00.000 --> 00:00:02.000
      Anfang: Grüße &amp; &lt;b&gt;mehr&lt;/b&gt;

      00:00:02.000 --> 00:00:04.000
      第二章 --&gt; 東京

      00:00:04.000 --> 00:00:06.000
      الفصل الثالث
      """;

  private static MediaInfo probe(byte[] file) {
    return LAB.probe.probe(MediaLab.source(file), new Cancellation());
  }

  /** Returns the chapters of the outputs, or "none". */
  private static String chaptersOf(byte[] file) {
    MediaSource source = MediaLab.source(file);
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    List<MediaOutput> outputs =
        LAB.transcoder.transcode(
            source,
            probe(file),
            new OutputPlan(List.of(new OutputPlan.DefaultRendition(), new OutputPlan.ChaptersOf())),
            sink,
            MediaLab.IGNORED,
            percent -> {},
            new Cancellation());
    return outputs.stream().anyMatch(Chapters.class::isInstance)
        ? new String(sink.toBytes("chapters.vtt"), UTF_8)
        : "none";
  }

  @Test
  void chaptersOfMatroskaAndMp4BecomeWebVttWithoutMarkup() throws IOException {
    assertThat(chaptersOf(video(THREE, "-f", "matroska"))).isEqualTo(THREE_AS_WEBVTT);
    Path seekable = directory.resolve("a.mp4");
    Files.write(directory.resolve("in.mkv"), video(THREE, "-f", "matroska"));
    LAB.generate(
        "-i",
        directory.resolve("in.mkv").toString(),
        "-c",
        "copy",
        "-y",
        seekable.toString(),
        "-map",
        "0:v",
        "-c",
        "copy",
        "-f",
        "matroska");
    assertThat(chaptersOf(Files.readAllBytes(seekable))).isEqualTo(THREE_AS_WEBVTT);
    assertThat(probe(Files.readAllBytes(seekable)).subtitles()).isEmpty();
  }

  @Test
  void aFileWithoutChaptersHasNone() throws IOException {
    assertThat(chaptersOf(video("title=A film\n", "-f", "matroska"))).isEqualTo("none");
  }

  /** The picture begins at 2 s on the clock of the file, and so does the rendition. */
  @Test
  void chaptersAreOnTheClockOfTheRendition() throws IOException {
    String moved =
        chapter(2000, 4000, "Anfang: Grüße & <b>mehr</b>")
            + chapter(4000, 6000, "第二章 --> 東京")
            + chapter(6000, 8000, "الفصل الثالث");
    byte[] late = video(moved, "-copyts", "-output_ts_offset", "2", "-f", "matroska");
    assertThat(chaptersOf(late)).isEqualTo(THREE_AS_WEBVTT);
  }

  @Test
  void aTitleIsOneLineOfAHundredCharactersAndAChapterWithoutOneIsNumbered() throws IOException {
    MediaInfo info =
        probe(
            video(
                chapter(0, 1000, "one\\\ntwo")
                    + chapter(1000, 2000, "x".repeat(99) + "😀😀")
                    + chapter(2000, 3000, ""),
                "-f",
                "matroska"));
    assertThat(info.chapters())
        .extracting(MediaInfo.Chapter::title)
        .containsExactly("one two", "x".repeat(99), "");
    assertThat(ChapterCues.of(info.chapters(), 0, 6))
        .extracting(Cue::text)
        .containsExactly("one two", "x".repeat(99), "Chapter 3");
  }

  @Test
  void onlyTheFirstFiveHundredChaptersCount() throws IOException {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      many.append(chapter(i * 10, i * 10 + 10, "Nr. " + i));
    }
    List<MediaInfo.Chapter> chapters = probe(video(many.toString(), "-f", "matroska")).chapters();
    assertThat(chapters).hasSize(500);
    assertThat(chapters.get(499)).isEqualTo(new MediaInfo.Chapter(4.99, 5, "Nr. 499"));
  }

  @Test
  void invalidTimesAreDroppedAndOverlapsCut() {
    String report =
        "streams.stream.0.codec_type=\"video\"\nstreams.stream.0.codec_name=\"h264\"\n"
            + "streams.stream.0.width=2\nstreams.stream.0.height=2\n"
            + reported(0, "5.000", "8.000", "second")
            + reported(1, "0.000", "5.001", "first, rounded")
            + reported(2, "7.000", "9.000", "overlaps")
            + reported(3, "9.000", "9.000", "empty")
            + reported(4, "nan", "-inf", "no number")
            + reported(5, "8.000", "20.000", "too long");
    List<MediaInfo.Chapter> chapters = ReportReader.read(new FlatReport(report)).chapters();
    assertThat(chapters)
        .extracting(MediaInfo.Chapter::title)
        .containsExactly("first, rounded", "second", "overlaps", "too long");
    assertThat(ChapterCues.of(chapters, 1, 9))
        .extracting(Cue::start, Cue::end)
        .as("from the origin to the end of the video, without overlaps")
        .containsExactly(
            tuple(0L, 4000L), tuple(4000L, 6000L), tuple(6000L, 7000L), tuple(7000L, 9000L));
    assertThat(ChapterCues.of(chapters, 30, 9)).isEmpty();
  }

  private static String reported(int number, String start, String end, String title) {
    String chapter = "chapters.chapter." + number + ".";
    return String.join(
        "\n",
        chapter + "start_time=\"" + start + "\"",
        chapter + "end_time=\"" + end + "\"",
        chapter + "tags.title=\"" + title + "\"",
        "");
  }

  @Test
  void aReportIsKeptUpToItsLimitWithoutWhatIsNotUsed() throws IOException {
    String report = "a=1\nunused=" + "x".repeat(100) + "\nlong=" + "x".repeat(50) + "\nb=\"2\"\n";
    FlatReport read =
        FlatReport.read(
            new ByteArrayInputStream(report.getBytes(UTF_8)), 20, name -> !name.equals("unused"));
    assertThat(read.text("a")).isEqualTo("1");
    assertThat(read.has("unused") || read.has("long")).isFalse();
    assertThat(read.text("b")).isEqualTo("2");
  }
}
