package io.sealcast.media.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sealcast.media.Cancellation;
import io.sealcast.media.MediaOutput;
import io.sealcast.media.MediaSource;
import io.sealcast.media.OutputPlan;
import io.sealcast.media.Rendition;
import io.sealcast.webvtt.CaptionFile;
import io.sealcast.webvtt.Cue;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Storyboards show the right pictures: the brightness of the test videos tells the time. */
class StoryboardMakerTest {
  private static final MediaLab LAB = new MediaLab();
  private static final OutputPlan.StoryboardOf STORYBOARD = new OutputPlan.StoryboardOf(160, 400);

  private record Made(List<MediaOutput> outputs, MediaLab.MemorySink sink) {
    List<String> names() {
      return outputs.stream()
          .filter(output -> !(output instanceof Rendition))
          .map(MediaOutput::name)
          .toList();
    }

    Rendition rendition() {
      return (Rendition) outputs.get(0);
    }

    List<Cue> cues() {
      return CaptionFile.parseWebVtt(sink.toBytes("storyboard.vtt")).cues();
    }

    /** Returns the sheet that a cue names, cut to its picture. */
    BufferedImage picture(Cue cue) throws IOException {
      String[] place = cue.text().split("#xywh=");
      int[] xywh = Arrays.stream(place[1].split(",")).mapToInt(Integer::parseInt).toArray();
      BufferedImage sheet = ImageIO.read(new ByteArrayInputStream(sink.toBytes(place[0])));
      return sheet.getSubimage(xywh[0], xywh[1], xywh[2], xywh[3]);
    }

    /** Returns the brightness in the middle of a cue's picture, from 16 to 235 as in the video. */
    double brightness(Cue cue) throws IOException {
      BufferedImage picture = picture(cue);
      int green = picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2) >> 8 & 0xFF;
      return 16 + green * 219 / 255.0;
    }
  }

  private static Made make(byte[] file) {
    MediaSource source = MediaLab.source(file);
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    List<MediaOutput> outputs =
        LAB.transcoder.transcode(
            source,
            LAB.probe.probe(source, new Cancellation()),
            new OutputPlan(List.of(new OutputPlan.DefaultRendition(), STORYBOARD)),
            sink,
            MediaLab.IGNORED,
            percent -> {},
            new Cancellation());
    return new Made(outputs, sink);
  }

  /**
   * Returns a video.
   *
   * @param brightness expression of the brightness by the time {@code T} in seconds
   * @param keyframes number of pictures from one keyframe to the next
   */
  private static byte[] video(
      String size, int rate, int seconds, String brightness, int keyframes) {
    String source =
        String.format(
            Locale.ROOT,
            "nullsrc=size=%s:rate=%d:duration=%d,geq=lum='%s':cb=128:cr=128",
            size,
            rate,
            seconds,
            brightness);
    return LAB.generate(
        "-f",
        "lavfi",
        "-i",
        source,
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-pix_fmt",
        "yuv420p",
        "-g",
        Integer.toString(keyframes),
        "-sc_threshold",
        "0",
        "-f",
        "matroska");
  }

  /** The only picture of the second sheet begins at 200 s, its keyframe at 198. */
  @Test
  void aSheetMayBeginWithAPictureFromBeforeIt() throws IOException {
    Made made = make(video("64x36", 5, 202, "16+T", 15));

    assertThat(made.rendition().copied()).isTrue();
    assertThat(made.names())
        .containsExactly("storyboard-0.jpg", "storyboard-1.jpg", "storyboard.vtt");
    List<Cue> cues = made.cues();
    assertThat(cues).hasSize(101);
    assertThat(made.brightness(cues.get(100)) - 16).isCloseTo(198, within(3.0));
    assertThat(made.brightness(cues.get(50)) - 16).isCloseTo(99, within(3.0));
  }

  @Test
  void eachPictureShowsItsTime() throws IOException {
    Made made = make(video("320x180", 25, 21, "16+10*floor(T)", 25));

    assertThat(made.names()).containsExactly("storyboard-0.jpg", "storyboard.vtt");
    assertThat(made.outputs())
        .extracting(MediaOutput::contentType)
        .containsExactly("video/mp4", "image/jpeg", "text/vtt; charset=utf-8");
    List<Cue> cues = made.cues();
    assertThat(cues).hasSize(11);
    assertThat(cues.get(0)).isEqualTo(new Cue(0, 2000, "", "storyboard-0.jpg#xywh=0,0,160,90"));
    assertThat(cues.get(10).text()).isEqualTo("storyboard-0.jpg#xywh=0,90,160,90");
    assertThat(cues.get(10).end() / 1000.0)
        .isEqualTo(made.rendition().index().duration(), within(0.001));
    for (Cue cue : cues) {
      double second = (made.brightness(cue) - 16) / 10;
      assertThat(second).as(cue.toString()).isEqualTo(cue.start() / 1000.0, within(0.5));
    }
  }

  @Test
  void aSecondHasOnePicture() throws IOException {
    Made made = make(video("320x180", 25, 1, "100", 250));
    assertThat(made.cues()).singleElement().extracting(Cue::start).isEqualTo(0L);
    Cue only = made.cues().get(0);
    assertThat(only.end()).isBetween(950L, 1050L);
    assertThat(made.brightness(only)).isEqualTo(100, within(4.0));
    assertThat(made.picture(only).getWidth()).isEqualTo(160);
  }

  @Test
  void aPortraitAndASquareHaveTilesOfTheirShape() throws IOException {
    BufferedImage portrait = first(make(video("180x320", 10, 3, "100", 10)));
    assertThat(List.of(portrait.getWidth(), portrait.getHeight())).containsExactly(90, 160);
    BufferedImage square = first(make(video("64x64", 10, 3, "100", 10)));
    assertThat(List.of(square.getWidth(), square.getHeight())).containsExactly(64, 64);
  }

  private static BufferedImage first(Made made) throws IOException {
    return made.picture(made.cues().get(0));
  }

  @Test
  @Tag("long")
  void aLongVideoHasFourHundredPicturesOnFourSheets() throws IOException {
    Made made = make(video("64x36", 2, 1203, "16+mod(floor(T/10)\\,20)*10", 2));
    assertThat(made.names())
        .containsExactly(
            "storyboard-0.jpg",
            "storyboard-1.jpg",
            "storyboard-2.jpg",
            "storyboard-3.jpg",
            "storyboard.vtt");
    List<Cue> cues = made.cues();
    assertThat(cues).hasSize(400);
    for (int i = 0; i < cues.size(); i += 7) {
      Cue cue = cues.get(i);
      double middle = (cue.start() + cue.end()) / 2000.0;
      double early = 16 + Math.floor((middle - 3) / 10) % 20 * 10;
      double late = 16 + Math.floor((middle + 1.5) / 10) % 20 * 10;
      assertThat(made.brightness(cue))
          .as(cue.toString())
          .satisfiesAnyOf(
              b -> assertThat(b).isEqualTo(early, within(5.0)),
              b -> assertThat(b).isEqualTo(late, within(5.0)));
    }
  }

  /** The rendition is a copy, whose keyframes are 20 seconds apart. */
  @Test
  void whereKeyframesAreRareThePictureBeforeIsRepeated() throws IOException {
    Made made = make(video("160x90", 5, 60, "16+3*floor(T)", 100));
    List<Cue> cues = made.cues();
    assertThat(cues).hasSize(30);
    Rendition rendition = made.rendition();
    double length = rendition.index().fragments().get(0).duration();
    for (Cue cue : cues) {
      double keyframe = Math.floor(cue.start() / 1000.0 / length) * length;
      assertThat((made.brightness(cue) - 16) / 3)
          .as(cue.toString())
          .isEqualTo(keyframe, within(1.2));
    }
  }

  @Test
  void whatIsDamagedShowsThePictureBeforeAndWhatCannotBeReadIsOmitted() throws IOException {
    Made made = make(video("320x180", 25, 12, "16+10*floor(T)", 25));
    Rendition rendition = made.rendition();
    byte[] bytes = made.sink().toBytes(rendition);

    byte[] damaged = bytes.clone();
    var fourth = rendition.index().fragments().get(4);
    int media = (int) (fourth.offset() + fourth.size() / 2);
    Arrays.fill(damaged, media, (int) (fourth.offset() + fourth.size()), (byte) 0);
    assertThat(storyboard(rendition, damaged, new MediaLab.MemorySink()))
        .containsExactly("storyboard-0.jpg", "storyboard.vtt");

    byte[] unreadable = bytes.clone();
    Arrays.fill(unreadable, 0, unreadable.length, (byte) 7);
    MediaLab.MemorySink sink = new MediaLab.MemorySink();
    assertThat(storyboard(rendition, unreadable, sink)).isEmpty();
    assertThat(sink.outputs).isEmpty();
  }

  private static List<String> storyboard(
      Rendition rendition, byte[] bytes, MediaLab.MemorySink sink) {
    return new StoryboardMaker(LAB.runner)
        .make(STORYBOARD, rendition, MediaLab.source(bytes), sink, new Cancellation()).stream()
            .map(MediaOutput::name)
            .toList();
  }

  @Test
  void theIndexIsWebVtt() {
    Made made = make(video("320x180", 10, 4, "100", 10));
    assertThat(new String(made.sink().toBytes("storyboard.vtt"), UTF_8))
        .startsWith(
            "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nstoryboard-0.jpg#xywh=0,0,160,90\n\n");
  }
}
