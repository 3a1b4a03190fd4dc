package io.sealcast.media.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.media.FragmentIndex;
import io.sealcast.webvtt.Cue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Tests that a storyboard covers its video, whatever its length and shape. */
class StoryboardLayoutProperties {
  private static final Pattern PLACE =
      Pattern.compile("storyboard-(\\d)\\.jpg#xywh=(\\d+),(\\d+),(\\d+),(\\d+)");

  @Property
  void theCuesTileTheDurationAndNameDifferentPicturesInsideOfTheirSheets(
      @ForAll @DoubleRange(min = 0, max = 1_000_000) double seconds,
      @ForAll @IntRange(min = 2, max = 7680) int width,
      @ForAll @IntRange(min = 2, max = 7680) int height) {
    StoryboardLayout layout = StoryboardLayout.of(seconds, width, height, 160, 400);
    List<Cue> cues = layout.cues();

    assertThat(cues).hasSizeBetween(1, 400);
    assertThat(layout.sheets()).hasSizeBetween(1, 4);
    assertThat(layout.interval()).isGreaterThanOrEqualTo(2000);
    assertThat(cues.get(cues.size() - 1).end()).isEqualTo(Math.max(1, Math.round(seconds * 1000)));
    long time = 0;
    Set<String> places = new HashSet<>();
    for (Cue cue : cues) {
      assertThat(cue.start()).isEqualTo(time);
      assertThat(cue.end()).isGreaterThan(time);
      time = cue.end();
      assertThat(places.add(cue.text())).isTrue();
      Matcher place = PLACE.matcher(cue.text());
      assertThat(place.matches()).as(cue.text()).isTrue();
      StoryboardLayout.Sheet sheet = layout.sheets().get(Integer.parseInt(place.group(1)));
      int right = Integer.parseInt(place.group(2)) + Integer.parseInt(place.group(4));
      int bottom = Integer.parseInt(place.group(3)) + Integer.parseInt(place.group(5));
      assertThat(right).isLessThanOrEqualTo(sheet.columns() * layout.width());
      assertThat(bottom).isLessThanOrEqualTo(sheet.rows() * layout.height());
    }
    assertThat(List.of(layout.width(), layout.height()))
        .allMatch(side -> side % 2 == 0 && side >= 2 && side <= 160);
  }

  @Property
  void eachPictureIsTheLatestOfASegmentThatIsRead(
      @ForAll @LongRange(min = 0, max = 1_000_000_000) long seed,
      @ForAll @IntRange(min = 1, max = 3000) int count) {
    Random random = new Random(seed);
    List<FragmentIndex.Fragment> fragments = new ArrayList<>();
    double end = 0;
    double longest = 0.1 + random.nextDouble() * 20;
    for (int i = 0; i < count; i++) {
      double length = 0.04 + random.nextDouble() * longest;
      fragments.add(new FragmentIndex.Fragment(end, length, 1, i, 1));
      end += length;
    }
    StoryboardLayout layout = StoryboardLayout.of(end, 1280, 720, 160, 400);
    for (StoryboardLayout.Sheet sheet : layout.sheets()) {
      List<FragmentIndex.Fragment> read = layout.segments(sheet, fragments);
      assertThat(read).hasSizeBetween(1, sheet.pictures()).doesNotHaveDuplicates();
      for (int i = sheet.first(); i < sheet.first() + sheet.pictures(); i++) {
        double middle = (i + 0.5) * layout.interval() / 1000;
        assertThat(latest(read, middle)).isEqualTo(latest(fragments, middle));
      }
    }
  }

  private static FragmentIndex.Fragment latest(List<FragmentIndex.Fragment> of, double before) {
    return of.stream()
        .filter(f -> f.start() < before)
        .reduce((earlier, later) -> later)
        .orElse(of.get(0));
  }
}
