package io.sealcast.media;

import java.util.HashSet;
import java.util.List;

/**
 * What is to be made of a source.
 *
 * @param outputs made in this order, none twice; a poster comes behind the rendition that it shows
 */
public record OutputPlan(List<Output> outputs) {
  /** What every video gets: one rendition and a poster of it. */
  public static final OutputPlan STANDARD =
      new OutputPlan(List.of(new DefaultRendition(), new PosterOf("poster.jpg", 640)));

  /**
   * Makes a plan.
   *
   * @throws IllegalArgumentException when it holds an output twice, or a poster of nothing
   */
  public OutputPlan {
    outputs = List.copyOf(outputs);
    if (new HashSet<>(outputs).size() < outputs.size()) {
      throw new IllegalArgumentException("an output that is made twice");
    }
    if (!outputs.isEmpty() && !(outputs.get(0) instanceof DefaultRendition)) {
      throw new IllegalArgumentException("a poster of nothing");
    }
  }

  /** One thing that a transcoder can make. */
  public sealed interface Output permits DefaultRendition, PosterOf {}

  /**
   * One fragmented MP4 with picture (H.264, 8 bit 4:2:0) and sound (AAC LC, stereo), as large as
   * every browser takes it.
   */
  public record DefaultRendition() implements Output {}

  /**
   * A still picture of the rendition made last, as JPEG. A video of which none can be made is still
   * a video: then it is left out.
   *
   * @param name of the output
   * @param maxWidth pixels
   */
  public record PosterOf(String name, int maxWidth) implements Output {}
}
