package io.sealcast.media;

import java.util.List;
import java.util.function.Function;

/**
 * A rendition whose sink has received it completely.
 *
 * @param name file name by height, for instance {@code 720p.mp4}
 * @param width shown width in pixels
 * @param height shown height in pixels
 * @param size bytes
 * @param copied whether the picture stream was copied without encoding it again
 * @param index times and byte ranges of its fragments
 * @param warnings deficiencies that the owner should know; usually none
 * @param parts its parts in their order; the rendition is their concatenation
 */
public record Rendition(
    String name,
    int width,
    int height,
    long size,
    boolean copied,
    FragmentIndex index,
    List<MediaWarning> warnings,
    List<RenditionPart> parts)
    implements MediaOutput {

  public Rendition {
    warnings = List.copyOf(warnings);
    parts = List.copyOf(parts);
  }

  @Override
  public String contentType() {
    return "video/mp4";
  }

  @Override
  public <T> T match(
      Function<? super Rendition, ? extends T> rendition,
      Function<? super Poster, ? extends T> poster,
      Function<? super Captions, ? extends T> captions) {
    return rendition.apply(this);
  }

  /** Average bit rate in bits per second, of picture and sound together. */
  public int bitrate() {
    double seconds = Math.max(0.001, index.duration());
    return (int) Math.min(Integer.MAX_VALUE, Math.round(size * 8 / seconds));
  }
}
