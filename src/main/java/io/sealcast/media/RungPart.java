package io.sealcast.media;

import java.util.HexFormat;

/**
 * A part of a rendition with pictures alone, a <i>rung</i> of the ladder, that was made of another
 * rendition of the same video. Its segments begin at the same times as those of the other one, so
 * that a player can continue with either after each segment. Parts of a rung are made independently
 * of each other; they are one rendition only if their initialization segments are equal.
 *
 * @param part its name, size and segments; only part 0 contains the initialization segment
 * @param initDigest SHA-256 of the initialization segment in hexadecimal digits
 */
public record RungPart(RenditionPart part, String initDigest) {
  public RungPart {
    if (HexFormat.of().parseHex(initDigest).length != 32) {
      throw new IllegalArgumentException("no SHA-256");
    }
  }
}
