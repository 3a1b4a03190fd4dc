package io.sealcast.media;

import java.util.List;
import java.util.function.Function;

/**
 * A rendition whose sink has received all its parts completely.
 *
 * @param name file name by height, for instance {@code 720p.mp4}. The sink has no output of this
 *     name, only the parts
 * @param width shown width in pixels
 * @param height shown height in pixels
 * @param size bytes of all parts together
 * @param copied whether the picture stream was copied without encoding it again
 * @param index times and byte ranges of its fragments in the concatenation of all parts
 * @param clock how it is related to the clock of the source
 * @param warnings deficiencies that the owner should know; usually none
 * @param parts the parts in order, of which each was published
 */
public record Rendition(
    String name,
    int width,
    int height,
    long size,
    boolean copied,
    FragmentIndex index,
    SourceClock clock,
    List<MediaWarning> warnings,
    List<RenditionPart> parts)
    implements MediaOutput {

  public Rendition {
    warnings = List.copyOf(warnings);
    parts = List.copyOf(parts);
  }

  /** Returns the file name of a rendition of a height in pixels. */
  public static String name(int height) {
    return height + "p.mp4";
  }

  /** Returns the file name of a smaller rendition: that of AV1 ends in {@code p-av1.mp4}. */
  public static String name(int height, PictureCodec codec) {
    return codec == PictureCodec.H264 ? name(height) : height + "p-" + codec.text() + ".mp4";
  }

  @Override
  public String contentType() {
    return "video/mp4";
  }

  @Override
  public <T> T match(
      Function<? super Rendition, ? extends T> rendition,
      Function<? super Poster, ? extends T> poster,
      Function<? super StoryboardFile, ? extends T> storyboard,
      Function<? super Captions, ? extends T> captions,
      Function<? super Chapters, ? extends T> chapters) {
    return rendition.apply(this);
  }

  /** Average bit rate in bits per second, of picture and sound together. */
  public int bitrate() {
    double seconds = Math.max(0.001, index.duration());
    return (int) Math.min(Integer.MAX_VALUE, Math.round(size * 8 / seconds));
  }
}
