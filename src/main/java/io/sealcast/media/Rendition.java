package io.sealcast.media;

import java.util.List;
import java.util.function.Function;

/**
 * A rendition that arrived whole in its sink.
 *
 * @param name {@code 720p.mp4}, by height
 * @param width pixels, as shown
 * @param height pixels, as shown
 * @param size bytes
 * @param copied whether the picture was taken over as it was, not encoded anew
 * @param index where its fragments lie
 * @param warnings what the owner should know of it; usually none
 */
public record Rendition(
    String name,
    int width,
    int height,
    long size,
    boolean copied,
    FragmentIndex index,
    List<MediaWarning> warnings)
    implements MediaOutput {

  public Rendition {
    warnings = List.copyOf(warnings);
  }

  @Override
  public String contentType() {
    return "video/mp4";
  }

  @Override
  public <T> T match(
      Function<? super Rendition, ? extends T> rendition,
      Function<? super Poster, ? extends T> poster) {
    return rendition.apply(this);
  }

  /** Bits per second, averaged. */
  public int bitrate() {
    double seconds = Math.max(0.001, index.duration());
    return (int) Math.min(Integer.MAX_VALUE, Math.round(size * 8 / seconds));
  }
}
