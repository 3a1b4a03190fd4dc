package io.sealcast.media;

import java.util.function.Function;

/** A complete output of a transcoder in its sink. */
public sealed interface MediaOutput permits Rendition, Poster, StoryboardFile, Captions, Chapters {
  /** Returns the name of the output in the sink. */
  String name();

  /** Returns the MIME type without codecs. */
  String contentType();

  /**
   * Applies the function for the type of this output. Each new type adds a parameter, so that
   * callers don't compile until they handle it.
   */
  <T> T match(
      Function<? super Rendition, ? extends T> rendition,
      Function<? super Poster, ? extends T> poster,
      Function<? super StoryboardFile, ? extends T> storyboard,
      Function<? super Captions, ? extends T> captions,
      Function<? super Chapters, ? extends T> chapters);
}
