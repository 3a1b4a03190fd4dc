package io.sealcast.media.playback;

import java.util.List;

/**
 * What a browser showed and let be heard while it played.
 *
 * @param frames that were shown, in order
 * @param beeps that were heard, in order
 * @param clock pairs of the sound device's time and the player's
 */
record Observed(List<Frame> frames, List<Beep> beeps, List<Clock> clock) {

  /**
   * A frame that was shown.
   *
   * @param mediaTime seconds; when the player's time says that it is to be shown
   * @param sourceTime seconds, read from the picture, or NaN where there is nothing to read
   * @param flash whether it is white above
   */
  record Frame(double mediaTime, double sourceTime, boolean flash) {}

  /**
   * A tone.
   *
   * @param deviceTime seconds of sound that the device had played when it began
   * @param hertz its pitch
   */
  record Beep(double deviceTime, double hertz) {}

  /**
   * One reading of both clocks.
   *
   * @param deviceTime seconds of sound that the device has played
   * @param mediaTime seconds; the player's {@code currentTime}
   */
  record Clock(double deviceTime, double mediaTime) {}
}
