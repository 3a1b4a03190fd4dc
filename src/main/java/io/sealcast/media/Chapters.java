package io.sealcast.media;

import io.sealcast.webvtt.CaptionFile;
import java.util.function.Function;

/** The complete chapters of a video in their sink, as WebVTT. */
public record Chapters() implements MediaOutput {
  @Override
  public String name() {
    return "chapters.vtt";
  }

  @Override
  public String contentType() {
    return CaptionFile.MEDIA_TYPE + "; charset=utf-8";
  }

  @Override
  public <T> T match(
      Function<? super Rendition, ? extends T> rendition,
      Function<? super Poster, ? extends T> poster,
      Function<? super StoryboardFile, ? extends T> storyboard,
      Function<? super Captions, ? extends T> captions,
      Function<? super Chapters, ? extends T> chapters) {
    return chapters.apply(this);
  }
}
