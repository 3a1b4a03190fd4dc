package io.sealcast.playback;

import io.sealcast.messaging.RangeRequest;
import io.sealcast.problem.ErrorCode;
import java.util.concurrent.CompletionStage;

/** What the flows of an instance have in common. */
interface FlowControl {
  FetchPolicy policy();

  /** In the unit and origin of {@link System#nanoTime()}. */
  long now();

  /** Unique in this instance, also after a restart: old answers may still lie in its topic. */
  long nextRangeId();

  /** Has a thread run it, soon; returns whether there was room for it. */
  boolean execute(Runnable task);

  /** Chunks in memory and on their way, over all sessions. */
  SingleFlight singleFlight();

  /** Doesn't block and doesn't throw. */
  CompletionStage<Void> publish(RangeRequest request, int turn);

  /** See {@link io.sealcast.messaging.RangeRequestPublisher#isBlocked}. */
  boolean isBlocked();

  /** What a failed publication is called. */
  ErrorCode codeOf(Throwable e);

  /** A chunk is being asked for another time. */
  void askedAgain();

  /** An answer couldn't be unsealed. */
  void refused();

  /** A chunk has come, so many nanoseconds after it was first asked for. */
  void came(long nanos);
}
