package io.sealcast.media;

import java.util.HashSet;
import java.util.List;

/**
 * The outputs to make from a source.
 *
 * @param outputs the outputs without duplicates, in the order in which they are made; a poster, a
 *     storyboard and captions follow the rendition that they belong to
 */
public record OutputPlan(List<Output> outputs) {
  /** The outputs of every video: a rendition, its poster, storyboard, captions and chapters. */
  public static final OutputPlan STANDARD =
      new OutputPlan(
          List.of(
              new DefaultRendition(),
              new PosterOf("poster.jpg", 640),
              new StoryboardOf(160, 400),
              new CaptionsOf(32),
              new ChaptersOf()));

  /**
   * Creates a plan.
   *
   * @throws IllegalArgumentException when an output is duplicate, or others precede all renditions
   */
  public OutputPlan {
    outputs = List.copyOf(outputs);
    if (new HashSet<>(outputs).size() < outputs.size()) {
      throw new IllegalArgumentException("an output that is made twice");
    }
    if (!outputs.isEmpty() && !(outputs.get(0) instanceof DefaultRendition)) {
      throw new IllegalArgumentException("an output of no rendition");
    }
  }

  /** An output that a transcoder can make. */
  public sealed interface Output
      permits DefaultRendition, PosterOf, StoryboardOf, CaptionsOf, ChaptersOf {}

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

  /**
   * Small pictures of the whole rendition made before, for a preview of the position to seek to:
   * {@link StoryboardFile}s. It is omitted if it can't be made.
   *
   * @param maxSide maximum width and height of a picture in pixels
   * @param maxPictures maximum number of pictures
   */
  public record StoryboardOf(int maxSide, int maxPictures) implements Output {}

  /**
   * The text subtitles of the source, each stream as WebVTT, on the clock of the rendition made
   * before. A stream that can't be converted is omitted.
   *
   * @param maxStreams maximum number of streams; further ones are omitted
   */
  public record CaptionsOf(int maxStreams) implements Output {}

  /**
   * The chapters of the source, on the clock of the rendition made before. A source without
   * chapters has no such output.
   */
  public record ChaptersOf() implements Output {}
}
