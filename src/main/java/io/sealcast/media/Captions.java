package io.sealcast.media;

import io.sealcast.text.LanguageTag;
import io.sealcast.webvtt.CaptionFile;
import java.util.function.Function;

/**
 * Complete captions in their sink, as WebVTT.
 *
 * @param stream index of the subtitle stream in the source from which they were made
 * @param language the language, which no other captions of the video have
 * @param label what viewers choose them by; may be empty, and then the language's name is shown
 */
public record Captions(int stream, LanguageTag language, String label) implements MediaOutput {
  @Override
  public String name() {
    return "captions." + language + ".vtt";
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
    return captions.apply(this);
  }
}
