package io.sealcast.media;

/**
 * Something that the owner of a video should know about what was made of it, although it plays.
 *
 * @param code stable, for programs: {@link #ENDS_EARLY}, {@link #DAMAGED} or {@link
 *     #NOT_TONE_MAPPED}
 * @param message one sentence for the owner, at most 300 characters
 */
public record MediaWarning(String code, String message) {
  /** The file ends before what it announces; it plays up to there. */
  public static final String ENDS_EARLY = "ends_early";

  /** Parts of the file can't be decoded; it plays on after them. */
  public static final String DAMAGED = "damaged";

  /** The colours are of high dynamic range and couldn't be converted. */
  public static final String NOT_TONE_MAPPED = "not_tone_mapped";
}
