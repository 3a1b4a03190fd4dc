package io.sealcast.media;

import java.util.function.Function;

/**
 * A complete still picture in its sink.
 *
 * @param name name of the output, for instance {@code poster.jpg}
 */
public record Poster(String name) implements MediaOutput {
  @Override
  public String contentType() {
    return "image/jpeg";
  }

  @Override
  public <T> T match(
      Function<? super Rendition, ? extends T> rendition,
      Function<? super Poster, ? extends T> poster,
      Function<? super StoryboardFile, ? extends T> storyboard,
      Function<? super Captions, ? extends T> captions,
      Function<? super Chapters, ? extends T> chapters) {
    return poster.apply(this);
  }
}
