package io.sealcast.media;

/**
 * A deficiency of a rendition that plays nevertheless and that the owner of the video should know.
 *
 * @param code stable code for programs: {@link #ENDS_EARLY}, {@link #DAMAGED}, {@link
 *     #NOT_TONE_MAPPED} or {@link #SUBTITLES_SKIPPED}
 * @param message one sentence for the owner, at most 300 characters
 */
public record MediaWarning(String code, String message) {
  /** The file ends earlier than its header announces. It plays up to that point. */
  public static final String ENDS_EARLY = "ends_early";

  /** Parts of the file can't be decoded. A player continues after them. */
  public static final String DAMAGED = "damaged";

  /** The picture has high dynamic range and couldn't be converted to standard dynamic range. */
  public static final String NOT_TONE_MAPPED = "not_tone_mapped";

  /** Subtitles of the file couldn't become captions, usually because they are pictures. */
  public static final String SUBTITLES_SKIPPED = "subtitles_skipped";
}
