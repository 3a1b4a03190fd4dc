package io.sealcast.catalog;

/** An action on a video; see {@link AccessPolicy}. */
public enum Action {
  /** Find the video, see its state, and play it with its key. */
  WATCH,
  /** Download the file as it was uploaded. */
  DOWNLOAD,
  /** Change the title. */
  EDIT,
  /** Cancel the processing of the video. */
  CANCEL,
  /** Process a failed video again. */
  REPROCESS,
  /** Delete the video. */
  DELETE
}
