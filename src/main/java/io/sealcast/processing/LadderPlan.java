package io.sealcast.processing;

import io.sealcast.media.FragmentIndex;
import io.sealcast.media.Ladder;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.Rendition;
import io.sealcast.media.SegmentStarts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Decides which smaller renditions a video gets. */
@ApplicationScoped
class LadderPlan {
  /**
   * Length of a part in seconds: what a processor that dies loses, and what other work waits for.
   * Each part costs the start of some processes.
   */
  private static final double PART_SECONDS = 60;

  private final Ladder ladder;

  /**
   * Creates a plan.
   *
   * @param shortSides lengths in pixels of the short sides; empty for no smaller renditions
   */
  @Inject
  LadderPlan(
      @ConfigProperty(name = "sealcast.ladder.short-sides") Optional<List<Integer>> shortSides) {
    this.ladder = new Ladder(shortSides.orElse(List.of()));
  }

  /** Creates the bean at the start, so that an invalid setting is reported immediately. */
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

  /** Returns the segments of each part of the smaller renditions. */
  static List<SegmentStarts.Run> parts(Rendition made) {
    FragmentIndex index = made.index();
    return new SegmentStarts(
            index.fragments().stream().map(FragmentIndex.Fragment::start).toList(),
            index.duration())
        .runs(PART_SECONDS);
  }

  /**
   * Returns the sizes of the renditions, largest first. There are none when the sound of the video
   * can't be had without its pictures, since the smaller renditions have none of their own. Nor are
   * there any of a file that has sound alone: its drawn pictures take a fifth of what the sound
   * takes.
   */
  List<Ladder.Size> of(MediaInfo source, Rendition made) {
    if (source.video().isEmpty()) {
      return List.of();
    }
    boolean silent = !made.index().codecs().contains(",");
    boolean apart = made.index().fragments().stream().allMatch(f -> f.apart().isPresent());
    return silent || apart ? ladder.below(made.width(), made.height()) : List.of();
  }
}
