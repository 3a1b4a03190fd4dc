package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.it.harness.TestVideos;
import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaSource;
import io.sealcast.media.SoundPlan;
import io.sealcast.media.SoundTrack;
import io.sealcast.problem.DomainException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests sound tracks beside the first one, with the real ffmpeg. Each has a tone of its own. */
@Timeout(120)
class FurtherSoundTest {
  private static final MediaLab LAB = new MediaLab();
  private static final int RATE = 48000;

  private static final String FILM =
      "-f lavfi -i testsrc2=size=160x90:rate=25:duration=12"
          + " -f lavfi -i sine=frequency=300:sample_rate=48000:duration=12";

  /** All six channels as loud as they can be, each with the same tone. */
  private static final String LOUD =
      "-f lavfi -i aevalsrc=0.95*sin(900*PI*t):c=5.1(side):d=12:s=48000";

  /** A tone of its own in each channel. */
  private static final String PLACES =
      "-f lavfi -i aevalsrc=0.3*sin(600*PI*t)|0.3*sin(800*PI*t)|0.3*sin(1000*PI*t)"
          + "|0.3*sin(120*PI*t)|0.3*sin(1200*PI*t)|0.3*sin(1400*PI*t):c=5.1(side):d=12:s=48000";

  private static byte[] film(String name, String arguments) throws IOException {
    return Files.readAllBytes(
        TestVideos.make("further-" + name, List.of((FILM + " " + arguments).split(" "))));
  }

  private record Track(SoundTrack description, byte[] bytes) {
    /** Returns the samples of a channel from 0 on, as a player hears them. */
    FloatBuffer heard(String channel) throws IOException {
      Path file = Files.write(Path.of("target", "further-sound.mp4"), bytes);
      byte[] pcm =
          LAB.generate(
              ("-i " + file + " -af pan=mono|c0=" + channel + " -f f32le -c:a pcm_f32le")
                  .split(" "));
      return ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    /** Returns how much of a tone is in a fifth of a second, 0 to 1. */
    double tone(int hertz, double second) throws IOException {
      return tone("FL", hertz, second);
    }

    double tone(String channel, int hertz, double second) throws IOException {
      FloatBuffer samples = heard(channel);
      double sine = 0;
      double cosine = 0;
      int count = RATE / 5;
      for (int i = 0; i < count; i++) {
        int at = (int) (second * RATE) + i;
        double phase = 2 * Math.PI * hertz * i / RATE;
        sine += samples.get(at) * Math.sin(phase);
        cosine += samples.get(at) * Math.cos(phase);
      }
      return Math.hypot(sine, cosine) * 2 / count;
    }

    /** Returns the time in seconds of the first sample that is no silence. */
    double begins() throws IOException {
      FloatBuffer samples = heard("FL");
      for (int i = 0; i < samples.limit(); i++) {
        if (Math.abs(samples.get(i)) > 0.02) {
          return (double) i / RATE;
        }
      }
      return Double.POSITIVE_INFINITY;
    }

    float peak(String channel) throws IOException {
      FloatBuffer samples = heard(channel);
      float peak = 0;
      for (int i = 0; i < samples.limit(); i++) {
        peak = Math.max(peak, Math.abs(samples.get(i)));
      }
      return peak;
    }
  }

  /** Makes a track of a file whose default rendition is made first. */
  private static Track track(byte[] file, int stream, int channels) throws IOException {
    MediaSource source = MediaLab.source(file);
    MediaLab.Made video = LAB.make(source);
    MediaInfo info = LAB.probe.probe(source, new Cancellation());
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    double length = video.rendition().index().duration();
    SoundPlan plan =
        new SoundPlan(
            SoundPlan.name(stream, channels), stream, channels, video.rendition().clock(), length);
    SoundTrack made =
        LAB.transcoder.makeSound(source, info, plan, sink, percent -> {}, new Cancellation());
    Track track = new Track(made, sink.toBytes(made.name()));
    assertThat(made.size()).isEqualTo(track.bytes().length);
    assertThat(made.index().codecs()).isEqualTo("mp4a.40.2");
    assertThat(made.index().duration()).isCloseTo(length, within(0.1));
    assertThat(made.index().fragments().get(0).start()).isZero();
    assertThat(made.index().fragments()).allMatch(f -> f.duration() > 0 && f.duration() < 5);
    return track;
  }

  @ParameterizedTest
  @CsvSource({"late.mkv,matroska", "late.ts,mpegts"})
  void aTrackThatBeginsLateAndEndsEarlyStaysInItsPlace(String name, String format)
      throws IOException {
    staysInItsPlace(name, format);
  }

  @Test
  @Tag("long")
  void soDoesOneInMp4() throws IOException {
    staysInItsPlace("late.mp4", "mp4");
  }

  private static void staysInItsPlace(String name, String format) throws IOException {
    byte[] file =
        film(
            name,
            "-itsoffset 3 -f lavfi -i sine=frequency=700:sample_rate=48000:duration=5"
                + " -map 0 -map 1 -map 2 -c:v libx264 -g 50 -c:a aac"
                + " -metadata:s:a:0 language=ger -metadata:s:a:1 language=eng -f "
                + format);
    Track second = track(file, 2, SoundPlan.STEREO);

    assertThat(second.description().language().value()).isEqualTo("en");
    assertThat(second.begins()).isCloseTo(3, within(0.03));
    assertThat(second.tone(700, 2.5)).isLessThan(0.01);
    assertThat(second.tone(700, 4)).isGreaterThan(0.05);
    assertThat(second.tone(700, 7.7)).isGreaterThan(0.05);
    assertThat(second.tone(700, 8.3)).isLessThan(0.01);
    assertThat(second.tone(300, 4)).as("the other track").isLessThan(0.01);
  }

  /** A commentator who is silent for long isn't a jump of the clock. */
  @Test
  void aPauseInATransportStreamStaysAPause() throws IOException {
    byte[] file =
        Files.readAllBytes(
            TestVideos.make(
                "further-one-pause.ts",
                List.of(
                    ("-f lavfi -i testsrc2=size=160x90:rate=25:duration=20"
                            + " -f lavfi -i sine=frequency=300:sample_rate=48000:duration=20"
                            + " -f lavfi -i sine=frequency=700:sample_rate=48000:duration=20"
                            + " -map 0 -map 1 -map 2 -c:v libx264 -g 50 -c:a aac"
                            + " -filter:a:1 aselect=lt(t\\,3)+gt(t\\,16) -f mpegts")
                        .split(" "))));
    Track second = track(file, 2, SoundPlan.STEREO);

    assertThat(second.tone(700, 2)).isGreaterThan(0.05);
    assertThat(second.tone(700, 10)).isLessThan(0.01);
    assertThat(second.tone(700, 15)).isLessThan(0.01);
    assertThat(second.tone(700, 17)).isGreaterThan(0.05);
  }

  @Test
  void theMixOfSurroundIsNotCutOff() throws IOException {
    byte[] file =
        film(
            "loud-second.mkv",
            LOUD + " -map 0 -map 1 -map 2 -c:v libx264 -g 50 -c:a:0 aac -c:a:1 ac3");
    assertThat(track(file, 2, SoundPlan.STEREO).peak("FL")).isBetween(0.8f, 1.02f);
  }

  @Test
  void surroundStaysSurround() throws IOException {
    byte[] file = film("places.mkv", PLACES + " -map 0 -map 1 -map 2 -c:v libx264 -c:a ac3");
    MediaInfo info = LAB.probe.probe(MediaLab.source(file), new Cancellation());
    assertThat(info.furtherAudio()).singleElement().matches(MediaInfo.Audio::isSurround);
    Track surround = track(file, 2, SoundPlan.SURROUND);

    assertThat(surround.description().name()).isEqualTo("sound2-surround.mp4");
    List<String> channels = List.of("FL", "FR", "FC", "LFE", "BL", "BR");
    List<Integer> tones = List.of(300, 400, 500, 60, 600, 700);
    for (int i = 0; i < channels.size(); i++) {
      for (int tone : tones) {
        assertThat(surround.tone(channels.get(i), tone, 6))
            .as("%d Hz in %s", tone, channels.get(i))
            .isCloseTo(tone == tones.get(i) ? 0.3 : 0, within(0.05));
      }
    }
    // AudioSpecificConfig of AAC LC, 48 kHz, channel configuration 6 (ISO/IEC 14496-3, 1.6)
    assertThat(new String(surround.bytes(), StandardCharsets.ISO_8859_1)).contains("\u0011\u00b0");
  }

  /** The default rendition, too. */
  @Test
  void theMixOfTheFirstTrackIsNotCutOff() throws IOException {
    byte[] file =
        Files.readAllBytes(
            TestVideos.make(
                "further-loud.mkv",
                List.of(
                    ("-f lavfi -i testsrc2=size=160x90:rate=25:duration=12 "
                            + LOUD
                            + " -map 0 -map 1 -c:v libx264 -g 50 -c:a ac3")
                        .split(" "))));
    Track whole = new Track(null, LAB.make(MediaLab.source(file)).bytes());

    assertThat(whole.peak("FL")).isBetween(0.8f, 1.02f);
  }

  @Test
  void aTrackThatNoDecoderKnowsIsRefused() throws IOException {
    byte[] file =
        film(
            "unknown.mkv",
            "-f lavfi -i sine=frequency=700:sample_rate=48000:duration=12"
                + " -map 0 -map 1 -map 2 -c:v libx264 -g 50 -c:a:0 aac -c:a:1 libopus");
    String text = new String(file, StandardCharsets.ISO_8859_1).replace("A_OPUS", "A_XPUS");
    byte[] unknown = text.getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> track(unknown, 2, SoundPlan.STEREO))
        .isInstanceOf(DomainException.class);
  }

  @Test
  void theTitleOrThePurposeOfATrackIsItsLabel() throws IOException {
    byte[] file =
        film(
            "titles.mkv",
            "-map 0 -map 1 -map 1 -map 1 -map 1 -c:v libx264 -c:a aac"
                + " -metadata:s:a:1 title=Regie -metadata:s:a:2 language=ger"
                + " -disposition:a:0 default -disposition:a:2 comment"
                + " -disposition:a:3 visual_impaired");
    MediaInfo info = LAB.probe.probe(MediaLab.source(file), new Cancellation());

    assertThat(info.furtherAudio())
        .extracting(MediaInfo.Audio::title)
        .containsExactly("Regie", "Deutsch (commentary)", "Audio description");
  }
}
