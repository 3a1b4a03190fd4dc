package io.sealcast.media.ffmpeg;

import io.sealcast.media.MediaInfo;
import io.sealcast.webvtt.Cue;
import java.util.ArrayList;
import java.util.List;

/** Moves the chapters of a source to the clock of its rendition. */
final class ChapterCues {
  private ChapterCues() {}

  /**
   * Returns a cue for each chapter, as far as the rendition has it.
   *
   * @param chapters the chapters by their times, which don't overlap
   * @param origin time in seconds on the clock of the source that is 0 in the rendition
   * @param duration seconds of the rendition
   */
  static List<Cue> of(List<MediaInfo.Chapter> chapters, double origin, double duration) {
    List<Cue> cues = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < chapters.size(); i++) {
      MediaInfo.Chapter chapter = chapters.get(i);
      long start = Math.max(before, Math.round((chapter.start() - origin) * 1000));
      long end = Math.round(Math.min(duration, chapter.end() - origin) * 1000);
      if (start < end) {
        // a menu can't show an empty title
        String title = chapter.title().isEmpty() ? "Chapter " + (i + 1) : chapter.title();
        cues.add(Cue.ofPlainText(start, end, title));
        before = end;
      }
    }
    return cues;
  }
}
