package io.sealcast.media;

import java.util.HashSet;
import java.util.List;

/**
 * The outputs to make from a source.
 *
 * @param outputs the outputs without duplicates, in the order in which they are made; a poster
 *     follows the rendition that it shows
 */
public record OutputPlan(List<Output> outputs) {
  /** The outputs of every video: a rendition and its poster. */
  public static final OutputPlan STANDARD =
      new OutputPlan(List.of(new DefaultRendition(), new PosterOf("poster.jpg", 640)));

  /**
   * Creates a plan.
   *
   * @throws IllegalArgumentException when an output is duplicate, or a poster precedes all
   *     renditions
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

  /** An output that a transcoder can make. */
  public sealed interface Output permits DefaultRendition, PosterOf {}

  /**
   * A fragmented MP4 with picture (H.264, 8 bit 4:2:0) and sound (AAC LC, stereo), no larger than
   * every browser can play.
   */
  public record DefaultRendition() implements Output {}

  /**
   * A still picture, as JPEG, of the rendition made before. It is omitted if it can't be made.
   *
   * @param name name of the output
   * @param maxWidth maximum width in pixels
   */
  public record PosterOf(String name, int maxWidth) implements Output {}
}
