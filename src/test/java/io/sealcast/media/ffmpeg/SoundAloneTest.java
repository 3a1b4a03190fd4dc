package io.sealcast.media.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.it.harness.TestVideos;
import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaSource;
import io.sealcast.media.MediaWarning;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.Poster;
import io.sealcast.media.Rendition;
import io.sealcast.media.StoryboardFile;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests files that have sound and no moving picture, with the real ffmpeg. */
class SoundAloneTest {
  private static final MediaLab LAB = new MediaLab();

  /** Ten seconds of a tone and ten seconds of silence. */
  private static final String TONE = "aevalsrc=0.5*sin(2764*t)*lt(t\\,10):d=20:s=48000";

  private static final String COVER =
      "-f lavfi -i color=red:size=64x64:rate=1:duration=1 -map 0 -map 1 ";

  /** Duration in seconds of a picture. */
  private static final double PICTURE = 1.0 / DrawnPicture.RATE;

  /** Returns a file with a sound, made once. */
  private static byte[] sound(String name, String source, String arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
    all.addAll(List.of(arguments.split(" ")));
    return Files.readAllBytes(TestVideos.make("alone-" + name, all));
  }

  private static byte[] fragmented() throws IOException {
    return sound(
        "fragmented.m4a",
        TONE,
        "-c:a aac -movflags +empty_moov+default_base_moof -frag_duration 2M");
  }

  private static MediaLab.Made made(byte[] source, double duration) throws IOException {
    MediaLab.Made made = LAB.make(MediaLab.source(source));
    Rendition rendition = made.rendition();
    assertThat(rendition.name()).isEqualTo("360p.mp4");
    assertThat(rendition.width()).isEqualTo(640);
    assertThat(rendition.copied()).isFalse();
    assertThat(rendition.index().codecs()).matches("avc1\\.[0-9a-f]{6},mp4a\\.40\\.2");
    assertThat(rendition.index().duration()).isCloseTo(duration, within(0.1));
    Renditions.checkSegments(LAB, made);
    assertThat(rendition.index().fragments())
        .hasSize((int) Math.ceil(rendition.index().duration() / RenditionCommand.SEGMENT - 0.01));
    assertThat(last(LAB.packets(made.bytes())) + PICTURE)
        .isCloseTo(last(LAB.soundPackets(made.bytes())) + 1024 / 48000.0, within(0.1));
    return made;
  }

  private static double last(List<String[]> packets) {
    return packets.stream().mapToDouble(p -> Double.parseDouble(p[0])).max().orElseThrow();
  }

  /** Returns the share of a picture that is covered by bars. */
  private static double bars(MediaLab.Made made, double second) throws IOException {
    Path file = Files.write(Path.of("target", "sound-alone.mp4"), made.bytes());
    byte[] pixels =
        LAB.generate(
            ("-ss " + second + " -i " + file + " -frames:v 1 -pix_fmt gray -f rawvideo")
                .split(" "));
    assertThat(pixels).hasSize(DrawnPicture.WIDTH * DrawnPicture.HEIGHT);
    int bright = 0;
    for (byte pixel : pixels) {
      bright += (pixel & 0xff) > 80 ? 1 : 0;
    }
    return (double) bright / pixels.length;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cover.mp3 " + COVER + "-c:v mjpeg -disposition:v attached_pic -c:a libmp3lame",
        "mono.wav -c:a pcm_s16le -ar 8000 -ac 1",
        "speech.opus -c:a libopus",
        "fine.flac -c:a flac -ar 96000 -sample_fmt s32",
        "cover.m4a " + COVER + "-c:v png -disposition:v attached_pic -c:a aac"
      })
  void becomesARenditionWithADrawnPicture(String nameAndArguments) throws IOException {
    draws(nameAndArguments);
  }

  @ParameterizedTest
  @Tag("long")
  @ValueSource(
      strings = {
        "bare.mp3 -c:a libmp3lame -q:a 5 -write_xing 0 -id3v2_version 0",
        "float.wav -c:a pcm_f32le -ac 6",
        "music.ogg -c:a vorbis -ac 2 -strict -2",
        "recorder.amr -c:a libopencore_amrnb -ar 8000 -ac 1",
        "plain.aac -c:a aac",
        "old.wma -c:a wmav2",
        "studio.aiff -c:a pcm_s24be",
        "sound.mka -c:a libopus",
        "sound.webm -c:a libopus"
      })
  void soDoesEachOtherKind(String nameAndArguments) throws IOException {
    draws(nameAndArguments);
  }

  private static void draws(String nameAndArguments) throws IOException {
    String[] words = nameAndArguments.split(" ", 2);
    MediaLab.Made made = made(sound(words[0], TONE, words[1]), 20);

    assertThat(made.rendition().warnings()).isEmpty();
    // the last eight seconds are drawn
    double loud = bars(made, 9.5);
    double silent = bars(made, 19.5);
    assertThat(loud).isGreaterThan(0.2);
    assertThat(silent).isBetween(0.001, 0.01);
  }

  @Test
  void copiesSoundThatBrowsersPlay() throws IOException {
    byte[] source = fragmented();
    MediaLab.Made made = made(source, 20);

    assertThat(LAB.soundPackets(made.bytes())).hasSameSizeAs(LAB.soundPackets(source));
    assertThat(bars(made, 9.5)).isGreaterThan(0.2);
    MediaInfo info = LAB.probe.probe(MediaLab.source(source), new Cancellation());
    SourceScan scan =
        new SourceScanner(LAB.runner).scan(MediaLab.source(source), info, new Cancellation());
    assertThat(CopyRules.against(info, scan)).isEmpty();
    assertThat(RenditionPlan.copying(info, scan).sound()).isEqualTo(RenditionPlan.Sound.COPY);
  }

  @Test
  void drawsSilence() throws IOException {
    MediaLab.Made made = made(sound("silent.wav", "anullsrc=duration=5", "-c:a pcm_s16le"), 5);

    assertThat(bars(made, 4.5)).isBetween(0.0005, 0.01);
    assertThat(made.rendition().size()).isLessThan(100_000);
  }

  /** A moment is shorter than a picture. */
  @Test
  void drawsAMoment() throws IOException {
    made(sound("moment.wav", "sine=duration=0.03", "-c:a pcm_s16le"), 0.1);
  }

  @Test
  void aPauseIsAPauseInThePicture() throws IOException {
    byte[] pause =
        sound(
            "pause.mka",
            "sine=duration=20",
            "-af volume=20dB,aselect=lt(t\\,4)+gt(t\\,14) -c:a pcm_s16le");
    MediaLab.Made made = made(pause, 20);

    assertThat(bars(made, 3.9)).isGreaterThan(0.05);
    assertThat(bars(made, 13.5)).isLessThan(0.01);
    assertThat(bars(made, 19.5)).isGreaterThan(0.1);
  }

  @Test
  void whatIsDamagedPlaysAndSaysSo() throws IOException {
    byte[] mp3 = sound("damaged.mp3", TONE, "-c:a libmp3lame -b:a 128k");
    byte[] garbage = new byte[30_000];
    new Random(7).nextBytes(garbage);
    System.arraycopy(garbage, 0, mp3, mp3.length / 4, garbage.length);
    MediaLab.Made made = LAB.make(MediaLab.source(mp3));

    Renditions.checkSegments(LAB, made);
    assertThat(made.rendition().index().duration()).isCloseTo(20, within(2.0));
    assertThat(made.rendition().warnings())
        .extracting(MediaWarning::code)
        .contains(MediaWarning.DAMAGED);
  }

  @Test
  void refusesWhatHasNoSoundThatCanBeDecoded() throws IOException {
    byte[] m4a = fragmented().clone();
    byte[] garbage = new byte[m4a.length];
    new Random(8).nextBytes(garbage);
    // the boxes "moof" stay, with the sizes of the packets
    for (int at = 0; at + 8 < m4a.length; at += size(m4a, at)) {
      if (m4a[at + 4] == 'm' && m4a[at + 5] == 'd') {
        System.arraycopy(garbage, 0, m4a, at + 8, size(m4a, at) - 8);
      }
    }
    assertThatThrownBy(() -> LAB.make(MediaLab.source(m4a)))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PROCESSING_FAILED));
  }

  private static int size(byte[] boxes, int at) {
    return ByteBuffer.wrap(boxes, at, 4).getInt();
  }

  /** Returns silence in PCM with a rate of 48 kHz. */
  private static MediaSource silence(int seconds) {
    int data = seconds * 48000 * 4;
    ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(US_ASCII)).putInt(36 + data).put("WAVEfmt ".getBytes(US_ASCII));
    header.putInt(16).putShort((short) 1).putShort((short) 2).putInt(48000).putInt(192_000);
    header.putShort((short) 4).putShort((short) 16).put("data".getBytes(US_ASCII)).putInt(data);
    return new MediaSource() {
      @Override
      public long size() {
        return 44L + data;
      }

      @Override
      public int read(long position, byte[] target, int offset, int length) {
        int count = (int) Math.min(length, size() - position);
        for (int i = 0; i < count; i++) {
          target[offset + i] = position + i < 44 ? header.get((int) position + i) : 0;
        }
        return count > 0 ? count : -1;
      }
    };
  }

  /** A recording of half an hour in PCM begins to play before all of it was read. */
  @Test
  void aLongRecordingIsPlannedByItsBeginningAndItsEnd() {
    MediaSource source = silence(1800);
    MediaInfo info = LAB.probe.probe(source, new Cancellation());
    SourceScanner scanner = new SourceScanner(LAB.runner);
    SourceScan sample = scanner.sample(source, info, new Cancellation()).orElseThrow();

    assertThat(sample.sound().orElseThrow().packets()).isLessThan(3000);
    RenditionPlan plan = RenditionPlan.encoding(info, sample);
    assertThat(plan.length()).isCloseTo(1800, within(0.001));
    assertThat(plan)
        .isEqualTo(RenditionPlan.encoding(info, scanner.scan(source, info, new Cancellation())));
  }

  @Test
  void hasAPosterAndAStoryboard() throws IOException {
    MediaSource source = MediaLab.source(sound("mono.wav", TONE, "-c:a pcm_s16le -ar 8000 -ac 1"));
    List<MediaOutput> outputs =
        LAB.transcoder.transcode(
            source,
            LAB.probe.probe(source, new Cancellation()),
            OutputPlan.STANDARD,
            new MediaLab.MemorySink(),
            MediaLab.IGNORED,
            percent -> {},
            new Cancellation());

    assertThat(outputs)
        .hasAtLeastOneElementOfType(Rendition.class)
        .hasAtLeastOneElementOfType(Poster.class)
        .hasAtLeastOneElementOfType(StoryboardFile.class);
  }
}
