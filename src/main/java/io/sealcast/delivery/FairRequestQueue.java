package io.sealcast.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.messaging.RangeRequest;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests that wait for a worker, served viewer by viewer in turn: whoever asks for much waits
 * behind their own requests, not others behind theirs. Bounded as a whole and for each viewer.
 */
final class FairRequestQueue {
  private final int capacity;
  private final int perViewer;

  /** In the order of turns; only viewers with something waiting. */
  @GuardedBy("this")
  private final Map<String, ArrayDeque<RangeRequest>> viewers = new LinkedHashMap<>();

  @GuardedBy("this")
  private int size;

  FairRequestQueue(int capacity, int perViewer) {
    this.capacity = capacity;
    this.perViewer = perViewer;
  }

  /** Whether the request was taken; if not, too many wait. */
  synchronized boolean offer(RangeRequest request) {
    if (size >= capacity) {
      return false;
    }
    ArrayDeque<RangeRequest> own =
        viewers.computeIfAbsent(request.requestId(), id -> new ArrayDeque<>());
    if (own.size() >= perViewer) {
      return false;
    }
    own.add(request);
    size++;
    notify();
    return true;
  }

  /** The next request of the viewer whose turn it is; waits for one. */
  synchronized RangeRequest take() throws InterruptedException {
    while (size == 0) {
      wait();
    }
    Iterator<Map.Entry<String, ArrayDeque<RangeRequest>>> turns = viewers.entrySet().iterator();
    Map.Entry<String, ArrayDeque<RangeRequest>> first = turns.next();
    String viewer = first.getKey();
    ArrayDeque<RangeRequest> own = first.getValue();
    turns.remove();
    RangeRequest request = own.remove();
    size--;
    if (!own.isEmpty()) {
      viewers.put(viewer, own);
    }
    return request;
  }

  synchronized int size() {
    return size;
  }
}
