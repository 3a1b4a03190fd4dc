package io.sealcast.playback;

import io.sealcast.metrics.Durations;
import io.sealcast.metrics.Meters;
import java.util.concurrent.atomic.LongAdder;

/** The metrics of all session flows of an instance. */
final class FlowMeters {
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder requestRepeated = new LongAdder();
  private final Durations waits = Durations.ofWaits();

  void show(Meters meters) {
    meters.gauge(
        "sealcast_chunks_under_way",
        "Chunks that were requested and not yet delivered, of all sessions.",
        inFlight::sum);
    meters.durations(
        "sealcast_chunk_seconds",
        "From a chunk's first request until it is decrypted here.",
        waits);
    meters.counter(
        "sealcast_chunks_asked_again_total",
        "Repeated requests for chunks that didn't arrive in time.",
        requestRepeated::sum);
    meters.counter(
        "sealcast_answers_dropped_total", "Responses for which no fetch waited.", dropped::sum);
    meters.counter(
        "sealcast_answers_refused_total", "Responses that were not authentic.", refused::sum);
  }

  /** Changes the number of chunks in flight. */
  void inFlight(int change) {
    inFlight.add(change);
  }

  /** Counts a response for which no fetch waits. */
  void responseDropped() {
    dropped.increment();
  }

  /** Counts a response that couldn't be decrypted. */
  void responseRejected() {
    refused.increment();
  }

  /** Counts a repeated request for a chunk. */
  void requestRepeated() {
    requestRepeated.increment();
  }

  /** Records the time in nanoseconds from the first request for a chunk until it was decrypted. */
  void chunkArrived(long nanos) {
    waits.add(nanos);
  }

  long chunksInFlight() {
    return inFlight.sum();
  }

  long answersDropped() {
    return dropped.sum();
  }

  long answersRefused() {
    return refused.sum();
  }
}
