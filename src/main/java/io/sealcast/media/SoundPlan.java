package io.sealcast.media;

/**
 * What a further sound track of a video is to be like.
 *
 * @param name file name, for instance {@code sound2.mp4}
 * @param stream index of its stream in the source
 * @param channels number of channels, {@link #STEREO} or {@link #SURROUND}
 * @param clock how the video is related to the clock of the source
 * @param length duration of the video in seconds, to which the sound is filled up with silence
 */
public record SoundPlan(String name, int stream, int channels, SourceClock clock, double length) {
  /** Two channels, to which others are mixed down. */
  public static final int STEREO = 2;

  /** The six channels of 5.1. */
  public static final int SURROUND = 6;

  /**
   * Creates a plan.
   *
   * @throws IllegalArgumentException for another number of channels
   */
  public SoundPlan {
    if (channels != STEREO && channels != SURROUND) {
      throw new IllegalArgumentException("sound of " + channels + " channels");
    }
  }

  /**
   * Returns the bit rate in bits per second: 80 kbit/s for a channel, less where six are encoded.
   */
  public int bitrate() {
    return channels == STEREO ? 160_000 : 384_000;
  }

  /** Returns the file name of a sound track. */
  public static String name(int stream, int channels) {
    return "sound" + stream + (channels == STEREO ? "" : "-surround") + ".mp4";
  }
}
