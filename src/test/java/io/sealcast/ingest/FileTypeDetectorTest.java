package io.sealcast.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.Corpus;
import io.sealcast.it.harness.TestVideos;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypeDetectorTest {
  private static final Set<String> REFUSED_OF_CORPUS =
      Set.of("not_a_video_jpeg.mp4", "ATTRIBUTION.txt", "INDEX.tsv", "README.md");

  private static boolean refuses(byte[] file) {
    byte[] beginning = Arrays.copyOf(file, FileTypeDetector.LENGTH);
    return FileTypeDetector.isNoVideo(beginning, Math.min(file.length, FileTypeDetector.LENGTH));
  }

  private static byte[] beginning(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(FileTypeDetector.LENGTH);
    }
  }

  @TestFactory
  Stream<DynamicTest> takesEveryVideoOfTheCorpus() throws IOException {
    try (Stream<Path> files = Files.list(Corpus.directory())) {
      return files
          .filter(file -> !file.getFileName().toString().equals("zero_length.webm"))
          .sorted()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString(),
                      () ->
                          assertThat(refuses(beginning(file)))
                              .isEqualTo(
                                  REFUSED_OF_CORPUS.contains(file.getFileName().toString()))))
          .toList()
          .stream();
    }
  }

  /** The containers and raw streams that ffmpeg may open, among them those without a signature. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "video.avi -c:v mjpeg",
        "uncompressed.avi -c:v rawvideo -pix_fmt yuv420p",
        "video.mov -c:v mjpeg",
        "video.mkv -c:v libx264 -pix_fmt yuv420p",
        "video.flv -c:v flv1",
        "video.ts -c:v mpeg2video",
        "video.m2ts -c:v mpeg2video",
        "video.mpg -c:v mpeg2video",
        "video.vob -c:v mpeg2video",
        "video.ogg -c:v libvpx",
        "video.wmv -c:v wmv2",
        "video.rm -c:v rv10",
        "video.mxf -c:v mpeg2video",
        "video.dv -c:v dvvideo -s 720x576 -pix_fmt yuv420p",
        "raw.h264 -c:v libx264 -pix_fmt yuv420p",
        "raw.hevc -c:v libx265 -x265-params log-level=none -pix_fmt yuv420p",
        "raw.m4v -c:v mpeg4",
        "raw.m2v -c:v mpeg2video",
        "raw.m1v -c:v mpeg1video",
        "raw.ivf -c:v libvpx",
        "raw.obu -c:v libsvtav1",
        "animated.gif -c:v gif"
      })
  void takesWhatFfmpegMayOpen(String nameAndArguments) throws IOException {
    String[] words = nameAndArguments.split(" ");
    byte[] video = Files.readAllBytes(video("type-" + words[0], words));
    assertThat(refuses(video)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mp3 -c:a libmp3lame -write_xing 0 -id3v2_version 0",
        "m4a -c:a aac",
        "aac -c:a aac",
        "wav -c:a pcm_u8",
        "flac -c:a flac",
        "opus -c:a libopus",
        "amr -c:a libopencore_amrnb -ar 8000 -ac 1",
        "wma -c:a wmav2",
        "aiff -c:a pcm_s16be",
        "caf -c:a pcm_s16le",
        "mka -c:a libopus"
      })
  void takesSound(String formatAndArguments) throws IOException {
    String[] words = formatAndArguments.split(" ");
    for (String source : List.of("sine=duration=1", "anullsrc=duration=1")) {
      List<String> arguments = new java.util.ArrayList<>(List.of("-f", "lavfi", "-i", source));
      arguments.addAll(List.of(words).subList(1, words.length));
      Path file = TestVideos.make("type-" + source.charAt(0) + "." + words[0], arguments);
      assertThat(refuses(beginning(file))).as(source).isFalse();
    }
  }

  private static Path video(String name, String[] words) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("-f", "lavfi", "-i", "testsrc2=size=176x144:rate=25:duration=1"));
    arguments.addAll(List.of(words).subList(1, words.length));
    return TestVideos.make(name, arguments);
  }

  @Test
  void takesATransportStreamBehindOtherBytes() throws IOException {
    byte[] stream =
        Files.readAllBytes(video("type-video.ts", new String[] {"video.ts", "-c:v", "mpeg2video"}));
    for (String garbage :
        List.of("GET / HTTP/1.1\r\n\r\n", "PK\3\4", "%PDF-1.7\n", "x".repeat(999))) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.writeBytes(garbage.getBytes(UTF_8));
      file.writeBytes(stream);
      assertThat(refuses(file.toByteArray())).as(garbage).isFalse();
    }
  }

  @Test
  void takesWhatIsUnknown() {
    Random random = new Random(3);
    for (int length : new int[] {200, 5000, FileTypeDetector.LENGTH}) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      bytes[0] = 0;
      assertThat(refuses(bytes)).isFalse();
      assertThat(refuses(new byte[length])).as("zeros").isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "Dear Ann,\r\n\tthis is a letter.\f",
        "<!DOCTYPE html><html><body>No video</body></html>",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\nfile:///etc/passwd\n",
        "ffconcat version 1.0\nfile 'other.mp4'\n",
        "{\\rtf1 text}",
        "日本語のテキスト"
      })
  void refusesTexts(String text) {
    assertThat(refuses(text.getBytes(UTF_8))).isTrue();
    assertThat(refuses((text + "é").getBytes(ISO_8859_1))).isTrue();
    byte[] large = text.repeat(2 * FileTypeDetector.LENGTH / text.length()).getBytes(UTF_8);
    assertThat(refuses(large)).isTrue();
  }

  /** Bytes of the end of the file, after the first MiB, can't change that. */
  @Test
  void readsTheWholeBeginning() {
    byte[] bytes = "text ".repeat(FileTypeDetector.LENGTH / 5 + 1).getBytes(UTF_8);
    bytes[FileTypeDetector.LENGTH] = 0;
    assertThat(refuses(bytes)).isTrue();
    bytes[FileTypeDetector.LENGTH - 1] = 0;
    assertThat(refuses(bytes)).isFalse();
  }

  /** A width or height of 320, 322 or 359 looks like the start code of a stream. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "tiff"})
  void refusesStillPictures(String format) throws IOException {
    for (int size : new int[] {1, 176, 320, 322, 359, 600}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
      assertThat(ImageIO.write(picture, format, out)).isTrue();
      assertThat(refuses(out.toByteArray())).as("%d", size).isTrue();
    }
  }

  @Test
  void refusesArchivesAndDocuments() throws IOException {
    byte[] content = new byte[3000];
    new Random(5).nextBytes(content);
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("word/document.xml"));
      out.write(content);
    }
    assertThat(refuses(zip.toByteArray())).as("zip").isTrue();
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(content);
    }
    assertThat(refuses(gzip.toByteArray())).as("gzip").isTrue();
    for (String signature :
        List.of(
            "%PDF-1.7\n",
            "BZh91AY&SY",
            "Rar!\u001a\7\1\0",
            "7z\u00bc\u00af\u0027\u001c",
            "\u00fd7zXZ\0",
            "\u0028\u00b5\u002f\u00fd",
            "SQLite format 3\0",
            "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1",
            "8BPS\0\1",
            "\0".repeat(257) + "ustar",
            "RIFF\20\0\0\0WEBPVP8 ")) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.writeBytes(signature.getBytes(ISO_8859_1));
      file.writeBytes(content);
      assertThat(refuses(file.toByteArray())).as(signature).isTrue();
    }
  }

  @Test
  void refusesPrograms() throws IOException {
    try (InputStream in =
        FileTypeDetectorTest.class.getResourceAsStream("FileTypeDetector.class")) {
      assertThat(refuses(Objects.requireNonNull(in).readAllBytes())).isTrue();
    }
    byte[] elf = new byte[3000];
    byte[] head = "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\76\0".getBytes(ISO_8859_1);
    System.arraycopy(head, 0, elf, 0, head.length);
    assertThat(refuses(elf)).isTrue();
    byte[] windows = new byte[3000];
    windows[0] = 'M';
    windows[1] = 'Z';
    windows[60] = (byte) 0x80;
    assertThat(refuses(windows)).isTrue();
  }
}
