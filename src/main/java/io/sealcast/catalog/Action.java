package io.sealcast.catalog;

/** What somebody may do with a video, or not: see {@link AccessPolicy}. */
public enum Action {
  /** Find it in the library, see what state it is in, and play it with its key. */
  WATCH,
  /** Change what is said about it: its title. */
  EDIT,
  /** Let its processing begin anew. */
  REPROCESS,
  /** Remove it for good. */
  DELETE
}
