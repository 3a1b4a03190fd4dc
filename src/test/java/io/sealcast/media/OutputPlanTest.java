package io.sealcast.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutputPlanTest {
  private static final OutputPlan.Output RENDITION = new OutputPlan.DefaultRendition();

  @Test
  void hasAsManyPostersOfARenditionAsAreWanted() {
    OutputPlan plan =
        new OutputPlan(List.of(RENDITION, poster("small.jpg", 160), poster("large.jpg", 640)));
    assertThat(plan.outputs()).hasSize(3);
  }

  @Test
  void refusesAnOutputThatIsMadeTwice() {
    refuses(RENDITION, RENDITION);
    refuses(RENDITION, poster("poster.jpg", 640), poster("poster.jpg", 640));
  }

  @Test
  void refusesAPosterOfNothing() {
    refuses(poster("poster.jpg", 640), RENDITION);
  }

  private static OutputPlan.Output poster(String name, int width) {
    return new OutputPlan.PosterOf(name, width);
  }

  private static void refuses(OutputPlan.Output... outputs) {
    assertThatThrownBy(() -> new OutputPlan(List.of(outputs)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
