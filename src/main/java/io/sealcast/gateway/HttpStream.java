package io.sealcast.gateway;

import io.sealcast.account.CurrentSignIn;
import io.sealcast.account.Viewer;
import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The resources that the current request occupies while it streams. They are released when the
 * request ends, even if the client disconnects before the first byte.
 */
@RequestScoped
public class HttpStream {
  private final HttpStreams streams;
  private final CurrentSignIn signIn;
  private final Deque<Runnable> release = new ArrayDeque<>();

  @Inject
  HttpStream(HttpStreams streams, CurrentSignIn signIn) {
    this.streams = streams;
    this.signIn = signIn;
  }

  /**
   * Takes a permit for a stream.
   *
   * @throws io.sealcast.problem.DomainException TOO_MANY_REQUESTS, OVERLOADED
   */
  public void take(Viewer viewer) {
    release.push(streams.take(viewer.id())::close);
  }

  /**
   * Closes {@code range} at the end of the request. If the server stops or the caller's sign-in
   * ends earlier, the range fails.
   */
  public BlockingRange holds(BlockingRange range) {
    streams.add(range);
    release.push(
        () -> {
          streams.remove(range);
          range.close();
        });
    release.push(
        signIn.watch(() -> range.abort(new DomainException(ErrorCode.NOT_AUTHENTICATED)))::close);
    return range;
  }

  /** Runs {@code what} at the end of the request. */
  public void holds(Runnable what) {
    release.push(what);
  }

  /** Whether the server is stopping. A response without a natural end then has to end. */
  public boolean isStopping() {
    return streams.isStopping();
  }

  @PreDestroy
  void free() {
    if (!release.isEmpty()) {
      try {
        release.pop().run();
      } finally {
        free(); // the other resources are released whether or not this one failed
      }
    }
  }
}
