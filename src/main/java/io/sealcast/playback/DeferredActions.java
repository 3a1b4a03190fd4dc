package io.sealcast.playback;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a flow has to do once its lock is free. */
final class DeferredActions {
  /** To be told to look what there is for them. */
  final Set<RangeSubscription> signals = new LinkedHashSet<>();

  /** To be sent to a processor. */
  final List<ChunkFetch> requests = new ArrayList<>();

  /** Of other flows: to be fetched by them, now that this one doesn't. */
  final List<ChunkFetch> heirs = new ArrayList<>();

  boolean isEmpty() {
    return signals.isEmpty() && requests.isEmpty() && heirs.isEmpty();
  }
}
