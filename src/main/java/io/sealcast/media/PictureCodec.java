package io.sealcast.media;

import java.util.Arrays;

/** The codecs in which smaller renditions are made. */
public enum PictureCodec {
  /** H.264, 8 bit 4:2:0, which every browser decodes. */
  H264("h264"),
  /** AV1 of the main profile, 8 bit 4:2:0, for browsers that say they decode it. */
  AV1("av1");

  private final String text;

  PictureCodec(String text) {
    this.text = text;
  }

  /** Returns the name of the codec in the database. */
  public String text() {
    return text;
  }

  /**
   * Returns the codec of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static PictureCodec of(String text) {
    return Arrays.stream(values())
        .filter(codec -> codec.text.equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no codec of pictures: " + text));
  }
}
