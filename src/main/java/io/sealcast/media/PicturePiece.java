package io.sealcast.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * A piece of the pictures of a rendition, which is encoded by itself, by any processor. It begins
 * and ends where the rendition has a keyframe anyway, so that all pieces are together what one run
 * would make: the same pictures at the same times.
 *
 * @param plan how all pictures of the rendition are encoded
 * @param number number of the piece, from 0
 * @param from time in seconds at which it begins
 * @param to time in seconds at which the next piece begins; empty for the last one
 */
public record PicturePiece(PicturePlan plan, int number, int from, OptionalInt to) {
  /** Length of a piece in seconds: what a processor that dies loses. */
  private static final int SECONDS = 60;

  /** Returns the pieces of all pictures in order. The last one has 30 to 90 seconds. */
  public static List<PicturePiece> of(PicturePlan plan) {
    List<PicturePiece> pieces = new ArrayList<>();
    int count = (int) Math.max(1, Math.round(plan.length() / SECONDS));
    for (int i = 0; i < count; i++) {
      OptionalInt to = i + 1 < count ? OptionalInt.of((i + 1) * SECONDS) : OptionalInt.empty();
      pieces.add(new PicturePiece(plan, i, i * SECONDS, to));
    }
    return pieces;
  }

  /** Returns the rate of its pictures. */
  public PictureRate rate() {
    return PictureRate.parse(plan.frameRate());
  }

  /** Returns the number of its first picture in the rendition, from 0. */
  public long firstPicture() {
    return rate().firstAt(from);
  }

  /** Returns the number of its pictures. */
  public long pictureCount() {
    long after = to.isPresent() ? rate().firstAt(to.getAsInt()) : rate().before(plan.length());
    return after - firstPicture();
  }

  /** Returns the name of its output in the sink, for instance {@code 720p.mp4.piece-0003}. */
  public String name() {
    return String.format(Locale.ROOT, "%s.piece-%04d", Rendition.name(plan.height()), number);
  }
}
