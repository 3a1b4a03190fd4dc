package io.sealcast.messaging;

/**
 * What every instance is told about a video.
 *
 * @param kind what happened
 * @param fileId the video
 * @param status the video's status after it, for {@link Kind#CHANGED}; else null
 * @param progress 0 to 100
 * @param sessionHash the ended session's hash in hex, for {@link Kind#SESSION_ENDED}; else null
 */
public record VideoEvent(Kind kind, long fileId, String status, int progress, String sessionHash) {
  /** The kinds of events. */
  public enum Kind {
    CHANGED,
    DELETED,
    SESSION_ENDED;

    /** Whether all who could watch the video so far no longer may. */
    public boolean revokes() {
      return this == DELETED;
    }
  }
}
