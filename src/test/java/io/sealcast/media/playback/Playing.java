package io.sealcast.media.playback;

import java.util.List;
import java.util.Optional;

/**
 * How a rendition played in the browser.
 *
 * @param error message of the player or the browser, if it failed
 * @param duration the browser's {@code video.duration} in seconds
 * @param width width in pixels
 * @param height height in pixels
 * @param first the picture before playing
 * @param ended whether it played to its end
 * @param reached the player's time in seconds at the end or at the timeout
 * @param seconds real time that it took
 * @param stalls when and for how long the player's time didn't advance, except at the beginning
 * @param observed what was shown and heard; empty when it wasn't recorded
 * @param sync offsets between picture and sound
 * @param seeks results of the seeks
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
   * The look of a picture.
   *
   * @param sourceTime time in seconds read from the picture, or NaN
   * @param red mean value, 0 to 255
   * @param green mean value, 0 to 255
   * @param blue mean value, 0 to 255
   * @param deviation standard deviation of the brightness; 0 for a single colour
   */
  public record Look(double sourceTime, int red, int green, int blue, double deviation) {
    /** Stands for no picture. */
    static final Look NONE = new Look(Double.NaN, 0, 0, 0, 0);

    /** Whether the picture is a dark area of one colour. */
    public boolean isBlack() {
      return red + green + blue < 36 && deviation < 4;
    }
  }

  /**
   * A period in which the player's time didn't advance.
   *
   * @param at the player's time in seconds
   * @param millis duration in milliseconds
   */
  public record Stall(double at, long millis) {}

  /**
   * The result of a seek.
   *
   * @param to target in seconds
   * @param millis milliseconds until a picture was shown
   * @param shown media time of the picture in seconds, or NaN
   * @param sourceTime time in seconds read from the picture, or NaN
   * @param ok whether a picture was shown in time and playing continued
   * @param error the error message
   */
  public record Seek(
      double to, long millis, double shown, double sourceTime, boolean ok, String error) {}

  /** Whether it played completely without an error or a stall. */
  public boolean plays() {
    return error.isEmpty() && ended && stalls.isEmpty();
  }

  /** Returns the number of successful seeks. */
  public long goodSeeks() {
    return seeks.stream().filter(Seek::ok).count();
  }

  /** Returns the source time in seconds of the first picture, or NaN. */
  public double firstSourceTime() {
    return first.sourceTime();
  }

  /** Returns the source time in seconds of the last frame, or NaN. */
  public double lastSourceTime() {
    List<Observed.Frame> frames = observed.frames();
    return frames.isEmpty() ? Double.NaN : frames.get(frames.size() - 1).sourceTime();
  }
}
