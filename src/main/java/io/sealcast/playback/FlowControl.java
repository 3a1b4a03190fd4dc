package io.sealcast.playback;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What the flows of an instance have in common. It is handed down to them and knows none of them.
 *
 * @param executor for what takes longer than a step of a flow: opening chunks, telling subscribers;
 *     may reject
 * @param requests the way to the processors
 * @param singleFlight chunks in memory and on their way, over all sessions
 */
record FlowControl(
    FetchPolicy policy,
    PlaybackClock clock,
    Executor executor,
    ChunkRequests requests,
    SingleFlight singleFlight,
    FlowMeters meters) {

  /** Has a thread run it, soon; returns whether there was room for it. */
  boolean execute(Runnable task) {
    try {
      executor.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
