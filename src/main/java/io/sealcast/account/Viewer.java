package io.sealcast.account;

/**
 * Whoever watches a video, at present always an account. The access policy decides what a viewer
 * may do.
 */
public sealed interface Viewer permits Account {
  /**
   * Returns an id that is unique among viewers of all kinds. Sessions and attempts are counted by
   * it.
   */
  long id();
}
