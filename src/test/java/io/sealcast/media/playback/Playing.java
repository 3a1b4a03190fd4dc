package io.sealcast.media.playback;

import java.util.List;
import java.util.Optional;

/**
 * How a rendition played in the browser.
 *
 * @param error what the player or the browser said, if it failed
 * @param duration seconds; the browser's {@code video.duration}
 * @param width pixels
 * @param height pixels
 * @param first what is seen before it plays
 * @param ended whether it played to its end
 * @param reached seconds; the player's time when it ended, or when waiting for the end was given up
 * @param seconds that it took
 * @param stalls when and for how long the clock stood still, not counting the beginning
 * @param observed what was shown and heard; empty where nobody listened
 * @param sync how far picture and sound were apart
 * @param seeks what came of each
 */
public record Playing(
    Optional<String> error,
    double duration,
    int width,
    int height,
    Look first,
    boolean ended,
    double reached,
    double seconds,
    List<Stall> stalls,
    Observed observed,
    SyncErrors sync,
    List<Seek> seeks) {

  /**
   * A picture.
   *
   * @param sourceTime seconds, read from it, or NaN
   * @param red mean, 0 to 255
   * @param green mean
   * @param blue mean
   * @param deviation of brightness over the picture; 0 for a single colour
   */
  public record Look(double sourceTime, int red, int green, int blue, double deviation) {
    /** Nothing was seen. */
    static final Look NONE = new Look(Double.NaN, 0, 0, 0, 0);

    /** Whether it is one dark area. */
    public boolean isBlack() {
      return red + green + blue < 36 && deviation < 4;
    }
  }

  /**
   * A clock that stood still.
   *
   * @param at seconds; the player's time
   * @param millis for how long
   */
  public record Stall(double at, long millis) {}

  /**
   * A seek.
   *
   * @param to seconds
   * @param millis until a picture was there
   * @param shown seconds; the picture's media time, or NaN
   * @param sourceTime seconds, read from the picture, or NaN
   * @param ok whether a picture came in time and playing went on
   * @param error what was said
   */
  public record Seek(
      double to, long millis, double shown, double sourceTime, boolean ok, String error) {}

  /** Whether it played from start to end without an error or a stall. */
  public boolean plays() {
    return error.isEmpty() && ended && stalls.isEmpty();
  }

  /** How many seeks gave a picture and went on. */
  public long goodSeeks() {
    return seeks.stream().filter(Seek::ok).count();
  }

  /** Seconds of the source that is seen first, or NaN. */
  public double firstSourceTime() {
    return first.sourceTime();
  }

  /** Seconds of the source that the last frame shows, or NaN. */
  public double lastSourceTime() {
    List<Observed.Frame> frames = observed.frames();
    return frames.isEmpty() ? Double.NaN : frames.get(frames.size() - 1).sourceTime();
  }
}
