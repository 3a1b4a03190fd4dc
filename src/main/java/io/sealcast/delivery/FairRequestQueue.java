package io.sealcast.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.sealcast.messaging.RangeRequest;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bounded queue of the requests that wait for a worker. Sessions are served round-robin, so a
 * session with many requests delays only its own. The number of requests is limited in all and for
 * each session. Thread-safe.
 */
final class FairRequestQueue {
  private final int capacity;
  private final int perViewer;

  /** The sessions that have waiting requests, in the order in which they are served. */
  @GuardedBy("this")
  private final Map<String, ArrayDeque<RangeRequest>> viewers = new LinkedHashMap<>();

  @GuardedBy("this")
  private int size;

  FairRequestQueue(int capacity, int perViewer) {
    this.capacity = capacity;
    this.perViewer = perViewer;
  }

  /** Adds a request. Returns false when too many requests wait. */
  synchronized boolean offer(RangeRequest request) {
    if (size >= capacity) {
      return false;
    }
    ArrayDeque<RangeRequest> own =
        viewers.computeIfAbsent(request.sessionHash(), id -> new ArrayDeque<>());
    if (own.size() >= perViewer) {
      return false;
    }
    own.add(request);
    size++;
    notify();
    return true;
  }

  /** Removes and returns the next request; waits until there is one. */
  synchronized RangeRequest take() throws InterruptedException {
    while (size == 0) {
      wait();
    }
    Iterator<Map.Entry<String, ArrayDeque<RangeRequest>>> sessions = viewers.entrySet().iterator();
    Map.Entry<String, ArrayDeque<RangeRequest>> first = sessions.next();
    String viewer = first.getKey();
    ArrayDeque<RangeRequest> own = first.getValue();
    sessions.remove();
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
