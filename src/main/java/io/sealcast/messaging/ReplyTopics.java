package io.sealcast.messaging;

import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The topics that answers go to. */
public interface ReplyTopics {
  /** The response topic of this instance. */
  String ofThisInstance();

  /** The name of a session's own response topic. */
  String ofSession(String requestId);

  /** Creates a session's own response topic; completes when it can be written to. */
  CompletionStage<String> create(String requestId);

  /** Deletes a session's own response topic; does nothing when there is none. */
  CompletionStage<Void> delete(String requestId);

  /** The request ids that have a response topic of their own. Blocks. */
  Set<String> sessions();
}
