package io.sealcast.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealcast.media.FragmentIndex;
import io.sealcast.media.Ladder;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaTools;
import io.sealcast.media.PictureCodec;
import io.sealcast.media.Rendition;
import io.sealcast.media.SourceClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LadderPlanTest {
  private static final List<Integer> SIDES = List.of(2160, 1440, 1080, 720, 480, 360, 240);

  private static MediaTools tools(String... encoders) {
    return new MediaTools() {
      @Override
      public Description describe() {
        return new Description(
            "bundled", "ffmpeg", "8.1.2", "libx264", Set.of(encoders), Set.of(), "files, limits");
      }

      @Override
      public void searchAgain() {}
    };
  }

  private static LadderPlan plan(List<Integer> av1, MediaTools tools) {
    return new LadderPlan(Optional.of(SIDES), Optional.of(av1), tools);
  }

  private static List<String> names(List<Ladder.Rung> rungs) {
    return rungs.stream().map(r -> Rendition.name(r.size().height(), r.codec())).toList();
  }

  @Test
  void aLargeVideoGetsAllSizesOfH264() {
    LadderPlan plan = new LadderPlan(Optional.of(SIDES), Optional.empty(), tools("libx264"));

    assertThat(names(plan.rungs(3840, 2160)))
        .containsExactly("1440p.mp4", "1080p.mp4", "720p.mp4", "480p.mp4", "360p.mp4", "240p.mp4");
    assertThat(plan.rungs(3840, 2160))
        .contains(new Ladder.Rung(new Ladder.Size(2560, 1440), PictureCodec.H264));
  }

  @Test
  void ofASourceThatIsLargerThanTheDefaultRenditionLargerOnesAreMade() {
    LadderPlan plan = plan(List.of(), tools("libx264"));

    assertThat(plan.of(source(3840, 2160), rendition(1920, 1080, false)))
        .filteredOn(Ladder.Rung::ofSource)
        .containsExactly(
            new Ladder.Rung(new Ladder.Size(3840, 2160), PictureCodec.H264, true),
            new Ladder.Rung(new Ladder.Size(2560, 1440), PictureCodec.H264, true));
    assertThat(names(plan.of(source(3840, 2160), rendition(1920, 1080, false))))
        .startsWith("720p.mp4")
        .hasSize(6);
  }

  @Test
  void nothingIsMadeOfTheSourceOfACopy() {
    LadderPlan plan = plan(List.of(), tools("libx264"));

    assertThat(plan.of(source(2560, 1440), rendition(2560, 1440, true)))
        .noneMatch(Ladder.Rung::ofSource)
        .extracting(rung -> rung.size().height())
        .containsExactly(1080, 720, 480, 360, 240);
  }

  private static MediaInfo source(int width, int height) {
    MediaInfo.Color color = new MediaInfo.Color("", "", "", "");
    MediaInfo.Video video =
        new MediaInfo.Video(
            0, "hevc", "Main", 0, "yuv420p", width, height, 1, 0, false, 25, "25/1", false, 0,
            color);
    return new MediaInfo(
        "mov", 4, 0, Optional.of(video), Optional.empty(), List.of(), List.of(), List.of());
  }

  /** Returns a rendition without sound. */
  private static Rendition rendition(int width, int height, boolean copied) {
    FragmentIndex.Fragment fragment =
        new FragmentIndex.Fragment(0, 2, 50, 10, 90, Optional.empty());
    FragmentIndex index = new FragmentIndex(10, List.of(fragment), "avc1.64001f");
    return new Rendition(
        Rendition.name(height),
        width,
        height,
        100,
        copied,
        index,
        new SourceClock(0, false),
        List.of(),
        List.of());
  }

  @Test
  void av1ComesAfterH264AndAlsoInTheSizeOfTheDefaultRendition() {
    LadderPlan plan = plan(List.of(360, 1080, 720), tools("libx264", "libsvtav1"));

    assertThat(names(plan.rungs(1280, 720)))
        .containsExactly("480p.mp4", "360p.mp4", "240p.mp4", "720p-av1.mp4", "360p-av1.mp4");
    assertThat(plan.rungs(1280, 720))
        .contains(new Ladder.Rung(new Ladder.Size(1280, 720), PictureCodec.AV1));
  }

  /** Otherwise no manifest would list the smaller ones. */
  @Test
  void av1HasTheSizeOfTheDefaultRenditionWhateverThatIs() {
    LadderPlan plan = plan(List.of(1080, 360), tools("libsvtav1"));

    assertThat(names(plan.rungs(1920, 804))).endsWith("804p-av1.mp4", "360p-av1.mp4");
    assertThat(names(plan.rungs(426, 240))).noneMatch(name -> name.contains("av1"));
  }

  @Test
  void sizesOfBothCodecsAreTheSame() {
    LadderPlan plan = plan(List.of(360), tools("libsvtav1"));

    assertThat(plan.rungs(854, 480))
        .contains(
            new Ladder.Rung(new Ladder.Size(640, 360), PictureCodec.H264),
            new Ladder.Rung(new Ladder.Size(640, 360), PictureCodec.AV1));
  }

  @Test
  void withoutItsEncoderNothingOfAv1IsPlanned() {
    assertThat(names(plan(SIDES, tools("libx264", "aac")).rungs(854, 480)))
        .containsExactly("360p.mp4", "240p.mp4");
  }

  @Test
  void anotherGenerationOfAv1HasAnotherName() {
    assertThat(RenditionGeneration.of("360p-av1.mp4")).isEqualTo(1);
    assertThat(RenditionGeneration.name("360p-av1.mp4", 2)).isEqualTo("360p-av1-2.mp4");
    assertThat(RenditionGeneration.of("360p-av1-2.mp4")).isEqualTo(2);
  }

  @Test
  void impossibleSizesOfAv1AreRefused() {
    assertThatThrownBy(() -> plan(List.of(0), tools()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
