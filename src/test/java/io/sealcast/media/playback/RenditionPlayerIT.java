package io.sealcast.media.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.FragmentIndex;
import io.sealcast.media.FragmentIndexer;
import io.sealcast.media.Rendition;
import io.sealcast.media.SourceClock;
import io.sealcast.media.ffmpeg.MediaPipeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the measurement itself with files whose defects are known. */
@Tag("long")
class RenditionPlayerIT {
  /** Tolerance of the measurement in milliseconds. */
  private static final double NOISE = 12;

  private static final Ffmpeg FFMPEG = new Ffmpeg(new MediaPipeline());
  private static final String ENCODED =
      "-c:v libx264 -preset ultrafast -bf 0 -pix_fmt yuv420p -g 60 -c:a aac -b:a 128k";
  private static final String FRAGMENTED =
      "-movflags +frag_keyframe+empty_moov+default_base_moof+separate_moof -f mp4";

  private static RenditionPlayer player;

  @TempDir static Path directory;

  @BeforeAll
  static void open() throws IOException {
    player = RenditionPlayer.open();
  }

  @AfterAll
  static void close() {
    if (player != null) {
      player.close();
    }
  }

  @Test
  void seesNoErrorWhereThereIsNone() throws IOException {
    Playing playing = play(clip("good.mp4", "anull"));

    assertThat(playing.error()).isEmpty();
    assertThat(playing.plays()).isTrue();
    assertThat(playing.first().sourceTime()).isZero();
    assertThat(playing.first().isBlack()).isFalse();
    assertThat(playing.lastSourceTime()).isCloseTo(8, within(0.2));
    assertThat(playing.sync().pairs()).hasSizeBetween(7, 8);
    assertThat(playing.sync().worst().orElseThrow()).isCloseTo(0, within(NOISE));
    assertThat(playing.goodSeeks()).isEqualTo(8);
  }

  /** Each fragment of the track has either pictures or sound, which MediaSource must accept. */
  @Test
  void pictureAndSoundPlayAsOneTrackToo() throws IOException {
    Playing playing = play(clip("muxed.mp4", "anull"), true);

    assertThat(playing.error()).isEmpty();
    assertThat(playing.plays()).isTrue();
    assertThat(playing.lastSourceTime()).isCloseTo(8, within(0.2));
    assertThat(playing.sync().pairs()).hasSizeBetween(7, 8);
    assertThat(playing.sync().worst().orElseThrow()).isCloseTo(0, within(NOISE));
    assertThat(playing.goodSeeks()).isEqualTo(8);
  }

  @Test
  void seesSoundThatIsAHundredMillisecondsLate() throws IOException {
    SyncErrors sync = play(clip("late.mp4", "adelay=100:all=1")).sync();

    assertThat(sync.pairs())
        .hasSizeGreaterThan(5)
        .allSatisfy(p -> assertThat(p.millis()).isCloseTo(100, within(NOISE)));
  }

  @Test
  void seesSoundThatIsTwoHundredMillisecondsEarly() throws IOException {
    SyncErrors sync = play(clip("early.mp4", "atrim=start=0.2,asetpts=PTS-STARTPTS")).sync();

    assertThat(sync.pairs())
        .hasSizeGreaterThan(5)
        .allSatisfy(p -> assertThat(p.millis()).isCloseTo(-200, within(NOISE)));
  }

  /**
   * ffmpeg reports no defect, since the time stamps are correct. Chromium counts samples instead.
   */
  @Test
  void seesThatAHoleInTheSoundMovesWhatFollows() throws IOException {
    SyncErrors sync =
        play(clip("hole.mp4", "anull", "-bsf:a noise=drop=between(pts*tb\\,2.9\\,4.4)")).sync();

    assertThat(sync.last().orElseThrow()).isCloseTo(-1500, within(100.0));
  }

  private static Path clip(String name, String soundFilter) {
    return clip(name, soundFilter, "");
  }

  private static Path clip(String name, String soundFilter, String more) {
    Path file = directory.resolve(name);
    FFMPEG.run(
        Ffmpeg.words("-f lavfi -i"),
        SyncClip.picture(320, 180, 30, 8),
        Ffmpeg.words("-f lavfi -i"),
        SyncClip.sound(8, 48000, 2),
        "-af",
        soundFilter,
        Ffmpeg.words(ENCODED),
        Ffmpeg.words(more),
        Ffmpeg.words(FRAGMENTED),
        file);
    return file;
  }

  private static Playing play(Path fragmented) throws IOException {
    return play(fragmented, false);
  }

  private static Playing play(Path fragmented, boolean muxed) throws IOException {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    FragmentIndexer indexer = new FragmentIndexer(passed);
    indexer.write(Files.readAllBytes(fragmented));
    FragmentIndex index = indexer.finish();
    byte[] bytes = passed.toByteArray();
    Rendition rendition =
        new Rendition(
            "180p.mp4",
            320,
            180,
            bytes.length,
            false,
            index,
            new SourceClock(0, false),
            List.of(),
            List.of());
    Playing playing = player.play(rendition, bytes, new RenditionPlayer.Request(true, 8, muxed));
    System.out.printf(
        "%s: error %s, %.1f s, stalls %s, %s%n",
        fragmented.getFileName(),
        playing.error(),
        playing.seconds(),
        playing.stalls(),
        playing.sync().describe());
    System.out.println(playing.seeks());
    return playing;
  }
}
