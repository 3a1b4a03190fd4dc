package io.sealcast.playback;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The components that all session flows of an instance share.
 *
 * @param executor runs what takes too long for a {@link SerialExecutor}: it decrypts chunks and
 *     signals subscribers; may reject tasks
 * @param requests publishes range requests
 * @param singleFlight chunks in memory and in flight, of all sessions
 */
record FlowControl(
    FetchPolicy policy,
    PlaybackClock clock,
    Executor executor,
    ChunkRequests requests,
    SingleFlight singleFlight,
    FlowMeters meters) {

  /** Runs a task on a thread of the executor. Returns false when the executor rejects it. */
  boolean execute(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
