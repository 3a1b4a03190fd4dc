package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests sound whose format changes within the file, and sound that ffmpeg can't mix by itself. */
class OddSoundTest {
  private static final MediaLab LAB = new MediaLab();
  private static final String PICTURE = "-f lavfi -i testsrc2=size=160x90:rate=25:duration=3 ";
  private static final String H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -bf 0 ";

  /** Creates a file. In the arguments, {@code ambisonic_} stands for the only word with a blank. */
  private static byte[] made(String words) {
    return LAB.generate(
        Arrays.stream(words.trim().split(" +"))
            .map(word -> word.replace("ambisonic_", "ambisonic "))
            .toArray(String[]::new));
  }

  private static MediaLab.Made rendition(byte[] source) throws IOException {
    MediaLab.Made made = LAB.make(MediaLab.source(source));
    Renditions.checkSegments(LAB, made);
    return made;
  }

  /** Three seconds of a broadcast from a given second on, with a continuous clock. */
  private static byte[] broadcast(int from, String sound, String arguments) {
    return made(
        PICTURE
            + "-f lavfi -i "
            + sound
            + " -t 3 "
            + H264
            + arguments
            + " -mpegts_flags +initial_discontinuity -f mpegts -output_ts_offset "
            + from);
  }

  private static void playsJoined(byte[] first, byte[] second) throws IOException {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    MediaLab.Made made = rendition(joined.toByteArray());

    assertThat(made.rendition().index().codecs()).contains("mp4a");
    assertThat(made.rendition().index().duration()).isCloseTo(6, within(0.3));
  }

  /** A film with surround sound is followed by advertisements in stereo. */
  @Test
  void keepsItsPlaceWhereChannelsChange() throws IOException {
    playsJoined(
        broadcast(0, "aevalsrc=sin(2000*t)|0|0|0|0|0:c=5.1", "-c:a ac3"),
        broadcast(3, "aevalsrc=sin(3000*t)|0:c=stereo", "-c:a ac3"));
  }

  @Test
  void keepsItsPlaceWhereTheRateChanges() throws IOException {
    playsJoined(
        broadcast(0, "sine", "-c:a aac -ar 48000"), broadcast(3, "sine", "-c:a aac -ar 44100"));
  }

  /** 360-degree cameras record ambisonic sound. */
  @Test
  void mixesASphereOfSoundToTwoChannels() throws IOException {
    byte[] sphere =
        made(
            PICTURE
                + "-f lavfi -i sine=duration=3 -af pan=ambisonic_1|c0=c0|c1=c0|c2=c0|c3=c0 "
                + H264
                + "-c:a libopus -mapping_family 2 -f matroska");

    assertThat(rendition(sphere).rendition().index().codecs()).contains("mp4a");
  }

  /** Multitrack recorders write channels without a layout. */
  @Test
  void mixesManyChannelsWithoutAPlaceToTwo() throws IOException {
    byte[] many =
        made(
            PICTURE
                + "-f lavfi -i aevalsrc="
                + "0|".repeat(10)
                + "0.5*sin(3000*t):d=3 "
                + H264
                + "-c:a pcm_s16le -f matroska");

    assertThat(rendition(many).rendition().index().codecs()).contains("mp4a");
  }
}
