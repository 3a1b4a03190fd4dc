package io.sealcast.media;

import io.sealcast.webvtt.CaptionFile;
import java.util.Locale;
import java.util.function.Function;

/**
 * A complete file of a storyboard in its sink: a sheet of small pictures, as JPEG, or the index of
 * all sheets, as WebVTT. A cue of the index names the sheet and the rectangle of the picture that
 * is shown for its time, such as {@code storyboard-0.jpg#xywh=160,0,160,90} (Media Fragments URI
 * 1.0, section 4.2.2).
 *
 * @param name name of the output
 * @param contentType MIME type
 */
public record StoryboardFile(String name, String contentType) implements MediaOutput {
  /** Returns the sheet with a number, from 0. */
  public static StoryboardFile sheet(int number) {
    return new StoryboardFile(
        String.format(Locale.ROOT, "storyboard-%d.jpg", number), "image/jpeg");
  }

  /** Returns the index. */
  public static StoryboardFile index() {
    return new StoryboardFile("storyboard.vtt", CaptionFile.MEDIA_TYPE + "; charset=utf-8");
  }

  @Override
  public <T> T match(
      Function<? super Rendition, ? extends T> rendition,
      Function<? super Poster, ? extends T> poster,
      Function<? super StoryboardFile, ? extends T> storyboard,
      Function<? super Captions, ? extends T> captions,
      Function<? super Chapters, ? extends T> chapters) {
    return storyboard.apply(this);
  }
}
