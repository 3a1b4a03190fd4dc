package io.sealcast.messaging;

/**
 * What every instance is told about a video.
 *
 * @param kind what happened
 * @param fileId the video
 * @param ownerId whose video it is, or 0 when whoever tells it doesn't know
 * @param status the video's status after it, for {@link Kind#CHANGED}; else null
 * @param progress 0 to 100
 * @param sessionHash the ended session's hash in hex, for {@link Kind#SESSION_ENDED}; else null
 */
public record VideoEvent(
    Kind kind, long fileId, long ownerId, String status, int progress, String sessionHash) {

  /** An event of whoever doesn't know the owner. */
  public VideoEvent(Kind kind, long fileId, String status, int progress, String sessionHash) {
    this(kind, fileId, 0, status, progress, sessionHash);
  }

  /** A video has become another. */
  public static VideoEvent changed(long fileId, long ownerId, String status, int progress) {
    return new VideoEvent(Kind.CHANGED, fileId, ownerId, status, progress, null);
  }

  /** A video is gone. */
  public static VideoEvent deleted(long fileId, long ownerId) {
    return new VideoEvent(Kind.DELETED, fileId, ownerId, null, 0, null);
  }

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
