package io.sealcast.playback;

import io.sealcast.metrics.Durations;
import io.sealcast.metrics.Meters;
import java.util.concurrent.atomic.LongAdder;

/** What the flows of an instance count, over all sessions. */
final class FlowMeters {
  private final LongAdder underWay = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder askedAgain = new LongAdder();
  private final Durations waits = Durations.ofWaits();

  void show(Meters meters) {
    meters.gauge(
        "sealcast_chunks_under_way",
        "Chunks asked for and not yet handed over, of all sessions.",
        underWay::sum);
    meters.durations(
        "sealcast_chunk_seconds", "From a chunk's first request until it is opened here.", waits);
    meters.counter(
        "sealcast_chunks_asked_again_total",
        "Requests for chunks that hadn't come in time.",
        askedAgain::sum);
    meters.counter(
        "sealcast_answers_dropped_total", "Answers that nobody waited for.", dropped::sum);
    meters.counter(
        "sealcast_answers_refused_total",
        "Answers that were not sealed for whoever waited, and not believed.",
        refused::sum);
  }

  /** So many chunks more, or fewer, are under way. */
  void underWay(int change) {
    underWay.add(change);
  }

  /** An answer came that nobody waits for. */
  void answerDropped() {
    dropped.increment();
  }

  /** An answer couldn't be unsealed. */
  void answerRefused() {
    refused.increment();
  }

  /** A chunk is being asked for another time. */
  void askedAgain() {
    askedAgain.increment();
  }

  /** A chunk has come, so many nanoseconds after it was first asked for. */
  void chunkCame(long nanos) {
    waits.add(nanos);
  }

  long chunksUnderWay() {
    return underWay.sum();
  }

  long answersDropped() {
    return dropped.sum();
  }

  long answersRefused() {
    return refused.sum();
  }
}
