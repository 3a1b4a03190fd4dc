package io.sealcast.account;

/**
 * Who watches: an account. A guest with a grant would be another kind. What a viewer may do with a
 * video is the access policy's to say, and nobody else's.
 */
public sealed interface Viewer permits Account {
  /** Unique among viewers of all kinds: what their sessions and attempts are counted under. */
  long id();
}
