package io.sealcast.processing;

import io.sealcast.media.FragmentIndex;
import io.sealcast.media.Ladder;
import io.sealcast.media.MediaInfo;
import io.sealcast.media.MediaTools;
import io.sealcast.media.PictureCodec;
import io.sealcast.media.Rendition;
import io.sealcast.media.SegmentStarts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Decides which renditions a video gets beside the default one. */
@ApplicationScoped
class LadderPlan {
  /**
   * Length of a part in seconds: what a processor that dies loses, and what other work waits for.
   * Each part costs the start of some processes.
   */
  private static final double PART_SECONDS = 60;

  private static final Logger LOG = System.getLogger(LadderPlan.class.getName());

  private final Ladder h264;
  private final Ladder av1;
  private final MediaTools tools;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * Creates a plan.
   *
   * @param shortSides lengths in pixels of the short sides; empty for no other renditions
   * @param av1ShortSides lengths in pixels of the short sides of renditions of AV1; empty for none
   */
  @Inject
  LadderPlan(
      @ConfigProperty(name = "sealcast.ladder.short-sides") Optional<List<Integer>> shortSides,
      @ConfigProperty(name = "sealcast.ladder.av1-short-sides")
          Optional<List<Integer>> av1ShortSides,
      MediaTools tools) {
    this.h264 = new Ladder(shortSides.orElse(List.of()));
    this.av1 = new Ladder(av1ShortSides.orElse(List.of()));
    this.tools = tools;
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
   * Returns the renditions: those that are made of the default one, and of a source that is larger
   * than it, those between. There are none when the sound of the video can't be had without its
   * pictures, since the others have none of their own. Nor are there any of a file that has sound
   * alone: its drawn pictures take a fifth of what the sound takes.
   */
  List<Ladder.Rung> of(MediaInfo source, Rendition made) {
    if (source.video().isEmpty()) {
      return List.of();
    }
    FragmentIndex index = made.index();
    return index.isSilent() || index.hasSoundApart()
        ? Stream.concat(
                rungs(made.width(), made.height()).stream(),
                larger(source.video().get(), made).stream())
            .toList()
        : List.of();
  }

  /** Returns the renditions that are larger than the default one; none if that is a copy. */
  private List<Ladder.Rung> larger(MediaInfo.Video source, Rendition made) {
    if (made.copied()) {
      return List.of();
    }
    Ladder.Size size = new Ladder.Size(made.width(), made.height());
    return h264.above(size, source.shownWidth(), source.shownHeight()).stream()
        .map(larger -> new Ladder.Rung(larger, PictureCodec.H264, true))
        .toList();
  }

  /**
   * Returns the renditions for a size that are made of the default one, those of H.264 first, of
   * each codec the largest first.
   *
   * @param width shown width of the default rendition in pixels
   * @param height shown height of the default rendition in pixels
   */
  List<Ladder.Rung> rungs(int width, int height) {
    Stream<Ladder.Rung> first =
        h264.below(width, height).stream().map(size -> new Ladder.Rung(size, PictureCodec.H264));
    List<Ladder.Size> sizes = av1.upTo(width, height);
    return sizes.isEmpty() || !canEncodeAv1()
        ? first.toList()
        : Stream.concat(first, sizes.stream().map(size -> new Ladder.Rung(size, PictureCodec.AV1)))
            .toList();
  }

  /** Whether the ffmpeg in use encodes AV1; if not, the operator is warned once. */
  private boolean canEncodeAv1() {
    boolean can = tools.describe().canEncodeAv1();
    if (!can && !warned.getAndSet(true)) {
      LOG.log(
          Level.WARNING,
          "SEALCAST_LADDER_AV1_SHORT_SIDES has no effect: the ffmpeg in use has no {0}",
          MediaTools.AV1_ENCODER);
    }
    return can;
  }
}
