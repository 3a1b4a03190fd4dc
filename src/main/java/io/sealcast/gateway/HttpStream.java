package io.sealcast.gateway;

import io.sealcast.account.Viewer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the present request holds while it streams. It ends with the request, however that ends: a
 * viewer who goes away in the middle, or before the first byte, frees everything.
 */
@RequestScoped
public class HttpStream {
  private final HttpStreams streams;
  private final Deque<Runnable> release = new ArrayDeque<>();

  @Inject
  HttpStream(HttpStreams streams) {
    this.streams = streams;
  }

  /**
   * Takes a place among the streams.
   *
   * @throws io.sealcast.problem.DomainException TOO_MANY_REQUESTS, OVERLOADED
   */
  public void take(Viewer viewer) {
    release.push(streams.take(viewer.id())::close);
  }

  /** Closes {@code range} at the end of the request, and breaks it off when the server stops. */
  public BlockingRange holds(BlockingRange range) {
    streams.add(range);
    release.push(
        () -> {
          streams.remove(range);
          range.close();
        });
    return range;
  }

  /** Frees {@code what} at the end of the request. */
  public void holds(Runnable what) {
    release.push(what);
  }

  /** Whether the server is about to stop: what could last for hours ends itself. */
  public boolean isStopping() {
    return streams.isStopping();
  }

  @PreDestroy
  void free() {
    if (!release.isEmpty()) {
      try {
        release.pop().run();
      } finally {
        free(); // the rest, whatever became of that one
      }
    }
  }
}
