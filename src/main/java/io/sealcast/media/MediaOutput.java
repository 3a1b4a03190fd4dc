package io.sealcast.media;

import java.util.function.Function;

/** Something that a transcoder made and that arrived whole in its sink. */
public sealed interface MediaOutput permits Rendition, Poster {
  /** The name under which it lies in the sink. */
  String name();

  /** A MIME type, without codecs. */
  String contentType();

  /** Applies the function for the kind of this output; a new kind becomes a new parameter. */
  <T> T match(
      Function<? super Rendition, ? extends T> rendition,
      Function<? super Poster, ? extends T> poster);
}
