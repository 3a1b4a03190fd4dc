package io.sealcast.messaging;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The topics that receive responses. */
public interface ReplyTopics {
  /** Returns the name of this instance's response topic. */
  String ofThisInstance();

  /**
   * Returns the name of a session's own response topic.
   *
   * @param sessionHash SHA-256 of the request id in hex
   */
  String ofSession(String sessionHash);

  /** Creates a session's own response topic. The result completes when it can be written to. */
  CompletionStage<String> create(String sessionHash);

  /** Deletes a session's own response topic. Does nothing when it doesn't exist. */
  CompletionStage<Void> delete(String sessionHash);

  /**
   * Returns the hashes of the sessions that have a response topic, and the request ids of those
   * whose topic an instance of an earlier version created. The call blocks.
   */
  Set<String> sessions();
}
