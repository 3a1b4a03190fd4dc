package io.sealcast.media.ffmpeg;

import io.sealcast.media.FragmentIndex;
import io.sealcast.media.StoryboardFile;
import io.sealcast.webvtt.Cue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which pictures of a video a storyboard has, and where they are on its sheets. The pictures follow
 * each other at one interval; each stands for the time up to the next one, and the last one for the
 * rest of the video.
 *
 * @param duration milliseconds, at least 1
 * @param interval milliseconds from one picture to the next
 * @param pictures number of pictures, at least 1
 * @param width width of a picture in pixels, even
 * @param height height of a picture in pixels, even
 */
record StoryboardLayout(long duration, long interval, int pictures, int width, int height) {
  private static final long SHORTEST_INTERVAL = 2000;

  /** Pictures in a row of a sheet, and rows of a sheet. */
  private static final int SIDE = 10;

  private static final int PER_SHEET = SIDE * SIDE;

  /**
   * Returns the layout for a video.
   *
   * @param seconds duration of the video
   * @param shownWidth width of the video in pixels
   * @param shownHeight height of the video in pixels
   * @param maxSide maximum width and height of a picture in pixels
   */
  static StoryboardLayout of(
      double seconds, int shownWidth, int shownHeight, int maxSide, int maxPictures) {
    long duration = Math.max(1, Math.round(seconds * 1000));
    long interval = Math.max(SHORTEST_INTERVAL, (duration + maxPictures - 1) / maxPictures);
    // a rest of less than half an interval gets no picture of its own
    int pictures = (int) Math.max(1, (duration + interval / 2) / interval);
    double scale = Math.min(1, (double) maxSide / Math.max(shownWidth, shownHeight));
    return new StoryboardLayout(
        duration, interval, pictures, even(shownWidth * scale), even(shownHeight * scale));
  }

  private static int even(double length) {
    return (int) Math.max(2, 2 * Math.round(length / 2));
  }

  /**
   * A sheet.
   *
   * @param number number of the sheet, from 0
   * @param first number of its first picture in the video, from 0
   * @param pictures number of its pictures, at least 1
   */
  record Sheet(int number, int first, int pictures) {
    int columns() {
      return Math.min(SIDE, pictures);
    }

    int rows() {
      return (pictures + SIDE - 1) / SIDE;
    }
  }

  List<Sheet> sheets() {
    List<Sheet> sheets = new ArrayList<>();
    for (int first = 0; first < pictures; first += PER_SHEET) {
      sheets.add(new Sheet(sheets.size(), first, Math.min(PER_SHEET, pictures - first)));
    }
    return sheets;
  }

  /** Returns the index: cues without gaps that name the rectangles of the pictures. */
  List<Cue> cues() {
    List<Cue> cues = new ArrayList<>();
    for (int i = 0; i < pictures; i++) {
      int place = i % PER_SHEET;
      String rectangle =
          String.format(
              Locale.ROOT,
              "#xywh=%d,%d,%d,%d",
              place % SIDE * width,
              place / SIDE * height,
              width,
              height);
      String sheet = StoryboardFile.sheet(i / PER_SHEET).name();
      long end = i == pictures - 1 ? duration : (i + 1) * interval;
      cues.add(Cue.ofPlainText(i * interval, end, sheet + rectangle));
    }
    return cues;
  }

  /**
   * Returns the segments that begin with the pictures of a sheet: for each picture the last segment
   * that begins before the middle of its time, as ffmpeg's filter {@code fps} chooses. The others
   * needn't be read.
   *
   * @param fragments the segments of the whole video, at least one
   */
  List<FragmentIndex.Fragment> segments(Sheet sheet, List<FragmentIndex.Fragment> fragments) {
    List<FragmentIndex.Fragment> chosen = new ArrayList<>();
    int at = 0;
    int latest = -1;
    for (int i = sheet.first(); i < sheet.first() + sheet.pictures(); i++) {
      double middle = (i + 0.5) * interval / 1000;
      while (at + 1 < fragments.size() && fragments.get(at + 1).start() < middle) {
        at++;
      }
      if (at > latest) {
        chosen.add(fragments.get(at));
        latest = at;
      }
    }
    return chosen;
  }
}
