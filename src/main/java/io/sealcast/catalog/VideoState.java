package io.sealcast.catalog;

/**
 * The parts of a video that show whether it has changed.
 *
 * @param version number that increases with each change except those of the progress
 * @param progress 0 to 100
 */
public record VideoState(long fileId, long version, VideoStatus status, int progress) {
  /** Whether the state can change without an action of the user. */
  public boolean isUnfinished() {
    return status == VideoStatus.UPLOADED || status == VideoStatus.PROCESSING;
  }
}
