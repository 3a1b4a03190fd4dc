package io.sealcast.media;

import java.util.function.Function;

/**
 * A still picture that arrived whole in its sink.
 *
 * @param name for instance {@code poster.jpg}
 */
public record Poster(String name) implements MediaOutput {
  @Override
  public String contentType() {
    return "image/jpeg";
  }

  @Override
  public <T> T match(
      Function<? super Rendition, ? extends T> rendition,
      Function<? super Poster, ? extends T> poster) {
    return poster.apply(this);
  }
}
