package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaWarning;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the processing of unusual, truncated or damaged files. PlaybackIT tests how they play. */
class OddSourcesTest {
  private static final MediaLab LAB = new MediaLab();
  private static final String PICTURE = "-f lavfi -i testsrc2=size=320x180:rate=25:duration=8 ";
  private static final String SOUND = "-f lavfi -i sine=duration=8 ";
  private static final String H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 ";

  private static byte[] made(String words) {
    return LAB.generate(words.trim().split(" +"));
  }

  private static MediaLab.Made rendition(byte[] source) throws IOException {
    MediaLab.Made made = LAB.make(MediaLab.source(source));
    Renditions.checkSegments(LAB, made);
    return made;
  }

  private static byte[] matroska() {
    return made(PICTURE + SOUND + H264 + "-c:a aac -f matroska");
  }

  @Test
  void playsACutFileUpToThereAndSaysSo() throws IOException {
    byte[] whole = matroska();
    MediaLab.Made made = rendition(Arrays.copyOf(whole, whole.length * 6 / 10));

    assertThat(made.rendition().warnings())
        .extracting(MediaWarning::code)
        .containsExactly(MediaWarning.ENDS_EARLY);
    assertThat(made.rendition().index().duration()).isBetween(3.0, 6.0);
  }

  /** When an MP4 is cut off between two pictures, ffmpeg reports no error. */
  @Test
  void knowsACutMp4ByItsBoxes(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("faststart.mp4");
    made(PICTURE + SOUND + H264 + "-c:a aac -movflags +faststart -f mp4 -y " + file + " -f null");
    byte[] whole = Files.readAllBytes(file);

    assertThat(BoxScan.isTruncated(MediaLab.source(whole))).isFalse();
    for (int size = whole.length / 2; size < whole.length; size += 997) {
      byte[] cut = Arrays.copyOf(whole, size);
      assertThat(BoxScan.isTruncated(MediaLab.source(cut))).as("cut at %d", size).isTrue();
    }
  }

  @Test
  void playsOnBehindDamageAndSaysSo() throws IOException {
    byte[] spoiled = matroska();
    byte[] noise = new byte[spoiled.length / 20];
    new Random(1).nextBytes(noise);
    System.arraycopy(noise, 0, spoiled, spoiled.length / 2, noise.length);
    MediaLab.Made made = rendition(spoiled);

    assertThat(made.rendition().warnings())
        .extracting(MediaWarning::code)
        .containsExactly(MediaWarning.DAMAGED);
    assertThat(made.rendition().index().duration()).isCloseTo(8, within(0.3));
  }

  @Test
  void holdsTheLastPictureWhileThereIsSound() throws IOException {
    MediaLab.Made made =
        rendition(
            made(
                "-f lavfi -i testsrc2=size=320x180:rate=25:duration=3 "
                    + SOUND
                    + H264
                    + "-c:a aac -f matroska"));

    assertThat(made.rendition().index().duration()).isCloseTo(8, within(0.1));
    assertThat(made.rendition().warnings()).isEmpty();
  }

  /** A decoder of old games, which ffmpeg has and Sealcast doesn't use. */
  @Test
  void refusesACodecThatIsNotOnTheList() {
    byte[] video =
        LAB.generate(
            "-f", "lavfi", "-i", "testsrc2=size=320x176:duration=1", "-c:v", "asv1", "-f", "avi");

    assertThatThrownBy(() -> LAB.make(MediaLab.source(video)))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_CODEC));
  }

  @Test
  void leavesOutASoundTrackWithoutASample() throws IOException {
    MediaLab.Made made =
        rendition(made(PICTURE + SOUND + H264 + "-c:a aac -bsf:a noise=drop=1 -f matroska"));

    assertThat(made.rendition().index().codecs()).doesNotContain("mp4a");
  }

  @Test
  void bringsHighDynamicRangeToTheColoursOfAPage() throws IOException {
    byte[] hdr =
        made(
            "-f lavfi -i testsrc2=size=320x180:rate=25:duration=2 -vf format=yuv420p10le,setparams="
                + "color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc:range=tv"
                + " -c:v libx264 -preset ultrafast -f matroska");
    MediaLab.Made made = rendition(hdr);
    MediaInfo.Color color =
        LAB.probe
            .probe(MediaLab.source(made.bytes()), new Cancellation())
            .video()
            .orElseThrow()
            .color();

    assertThat(color.transfer()).isEqualTo("bt709");
    assertThat(color.primaries()).isEqualTo("bt709");
    assertThat(color.matrix()).isEqualTo("bt709");
    assertThat(made.rendition().warnings()).isEmpty();
  }

  /**
   * Grey of 58 cd/m2 is 0.454 in PQ (SMPTE ST 2084); with a white of 203 cd/m2, it is 131 in
   * BT.709.
   */
  @Test
  void keepsTheBrightnessOfHighDynamicRange(@TempDir Path folder) throws IOException {
    String grey =
        "-f lavfi -i color=c=gray:size=320x180:rate=25:duration=2 -vf format=yuv420p10le,"
            + "lutyuv=y=462:u=512:v=512,setparams=color_trc=smpte2084";
    for (String tags :
        List.of(
            ":color_primaries=bt2020:colorspace=bt2020nc:range=tv",
            ":color_primaries=unknown:colorspace=unknown:range=unknown")) {
      Path shown = folder.resolve("shown.mp4");
      byte[] source = made(grey + tags + " -c:v libx264 -preset ultrafast -f matroska");
      Files.write(shown, rendition(source).bytes());
      byte[] luma = made("-i " + shown + " -frames:v 1 -vf extractplanes=y -f rawvideo");

      assertThat(Byte.toUnsignedInt(luma[160])).as(tags).isCloseTo(131, within(8));
    }
  }

  /** Recordings of video calls change their size with the available bandwidth. */
  @Test
  void fitsPicturesOfAnotherSizeIntoTheFirstOnes(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    for (String size : List.of("640x360", "240x320")) {
      call.write(
          made("-f lavfi -i testsrc2=size=" + size + ":rate=25:duration=3 " + H264 + "-f mpegts"));
    }
    MediaLab.Made made = rendition(call.toByteArray());
    Path shown = folder.resolve("shown.mp4");
    Files.write(shown, made.bytes());
    byte[] luma = made("-ss 4 -i " + shown + " -frames:v 1 -vf extractplanes=y -f rawvideo");

    assertThat(made.rendition().copied()).isFalse();
    assertThat(made.rendition().index().duration()).isCloseTo(6, within(0.1));
    assertThat(LAB.packets(made.bytes())).hasSizeBetween(149, 152);
    assertThat(luma).hasSize(640 * 360);
    int middle = 180 * 640;
    assertThat(Byte.toUnsignedInt(luma[middle + 100])).as("beside it").isEqualTo(16);
    assertThat(Byte.toUnsignedInt(luma[middle + 200])).as("its left bar, red").isGreaterThan(40);
  }

  @Test
  void playsRawStreams() throws IOException {
    for (String format : new String[] {"h264", "gif"}) {
      String codec = format.equals("gif") ? "-c:v gif -f gif" : H264 + "-f h264";
      MediaLab.Made made =
          rendition(made("-f lavfi -i testsrc2=size=160x90:rate=10:duration=3 " + codec));
      assertThat(made.rendition().index().duration()).as(format).isBetween(1.0, 4.0);
    }
  }

  /** The segments of this file begin with pictures that refer to pictures before them. */
  @Test
  void encodesWhatCannotBeEnteredInItsMiddle() throws IOException {
    byte[] refreshed =
        made(
            PICTURE
                + "-c:v libx264 -preset ultrafast -pix_fmt yuv420p"
                + " -x264-params intra-refresh=1:keyint=25 -f matroska");

    assertThat(rendition(refreshed).rendition().copied()).isFalse();
  }

  @Test
  void refusesARenditionWithAHoleInItsSound() throws IOException {
    byte[] hole =
        made(
            PICTURE
                + SOUND
                + H264
                + "-c:a aac -bsf:a noise=drop=between(pts*tb\\,2\\,5)"
                + " -movflags +frag_keyframe+delay_moov+default_base_moof -f mp4");
    RenditionPlan plan =
        new RenditionPlan(
            RenditionPlan.Picture.COPY, RenditionPlan.Sound.ENCODE, 320, 180, 0, 8, 8, true);

    assertThat(Renditions.check(LAB, plan, hole)).contains("a hole in the sound");
  }
}
