package io.sealcast.media.playback;

import java.util.List;

/**
 * What a browser has shown and played.
 *
 * @param frames shown frames in order
 * @param beeps heard tones in order
 * @param clock pairs of the sound device's time and the player's
 */
record Observed(List<Frame> frames, List<Beep> beeps, List<Clock> clock) {

  /**
   * A shown frame.
   *
   * @param mediaTime time in seconds at which the player shows it
   * @param sourceTime time in seconds read from the picture, or NaN when it can't be read
   * @param flash whether its upper part is white
   */
  record Frame(double mediaTime, double sourceTime, boolean flash) {}

  /**
   * A heard tone.
   *
   * @param deviceTime seconds of sound that the device had played when the tone began
   * @param hertz its pitch
   */
  record Beep(double deviceTime, double hertz) {}

  /**
   * A simultaneous reading of both clocks.
   *
   * @param deviceTime seconds of sound that the device has played
   * @param mediaTime the player's {@code currentTime} in seconds
   */
  record Clock(double deviceTime, double mediaTime) {}
}
