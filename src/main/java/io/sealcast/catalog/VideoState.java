package io.sealcast.catalog;

/**
 * As much of a video as tells whether it has become another since somebody looked.
 *
 * @param version grows with each change but those of the progress
 * @param progress 0 to 100
 */
public record VideoState(long fileId, long version, VideoStatus status, int progress) {
  /** Whether it may still change by itself. */
  public boolean isUnfinished() {
    return status == VideoStatus.UPLOADED || status == VideoStatus.PROCESSING;
  }
}
