package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.FragmentIndex;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads picture and sound of renditions apart, as players do, by the real ffmpeg. */
class TracksApartTest {
  private static final MediaLab LAB = new MediaLab();

  private static MediaLab.Made made(String pictureCodec, double soundSeconds) {
    String arguments =
        "-f lavfi -i testsrc2=size=320x180:rate=25:duration=9 -f lavfi -i sine=duration="
            + soundSeconds
            + " -c:v "
            + pictureCodec
            + " -pix_fmt yuv420p -g 50 -bf 2 -c:a aac"
            + " -movflags +frag_keyframe+empty_moov+default_base_moof -f mp4";
    return LAB.make(MediaLab.source(LAB.generate(arguments.split(" "))));
  }

  @Test
  void aCopyWithBFrames() throws IOException {
    MediaLab.Made made = made("libx264", 9);

    assertThat(made.rendition().copied()).isTrue();
    eachSegmentPlaysAlone(made, 225);
  }

  @Test
  void anEncodedPicture() throws IOException {
    MediaLab.Made made = made("mpeg4", 9);

    assertThat(made.rendition().copied()).isFalse();
    eachSegmentPlaysAlone(made, 225);
  }

  @Test
  void soundThatEndsEarlyIsFilledUpWithSilence() throws IOException {
    eachSegmentPlaysAlone(made("libx264", 3), 225);
  }

  private static void eachSegmentPlaysAlone(MediaLab.Made made, int pictures) throws IOException {
    Renditions.checkSegments(LAB, made);
    int decoded = 0;
    for (FragmentIndex.Fragment segment : made.rendition().index().fragments()) {
      decoded += LAB.frames(Renditions.picture(made, List.of(segment)), "v:0");
      FragmentIndex.Sound sound = segment.apart().orElseThrow().sound().orElseThrow();
      assertThat(sound.start()).isCloseTo(segment.start(), within(0.1));
      assertThat(sound.duration()).isCloseTo(segment.duration(), within(0.35));
      int frames = LAB.frames(Renditions.sound(made, List.of(segment)), "a:0");
      assertThat(frames * 1024 / 44_100.0).isCloseTo(sound.duration(), within(0.25));
    }
    assertThat(decoded).isEqualTo(pictures);
  }

  @Test
  void aRepeatedAttemptMakesTheSameBytes() {
    assertThat(made("mpeg4", 9).bytes()).isEqualTo(made("mpeg4", 9).bytes());
  }

  @Test
  void aVideoWithoutSoundHasOneTrack() {
    byte[] silent =
        LAB.generate(
            "-f lavfi -i testsrc2=size=320x180:rate=25:duration=4 -c:v libx264 -f matroska"
                .split(" "));
    FragmentIndex index = LAB.make(MediaLab.source(silent)).rendition().index();

    assertThat(index.inits()).isEmpty();
    assertThat(index.fragments()).allMatch(f -> f.apart().isEmpty());
  }
}
