package io.sealcast.gateway.sse;

import io.sealcast.problem.DomainException;
import io.sealcast.problem.ErrorCode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes a video's JSON whenever it has become another. */
final class VideoEvents {
  /** A change may go untold while the broker is away: after so many silent heartbeats, look. */
  private static final int LOOK_AFTER = 5;

  private final Supplier<String> state;
  private final BooleanSupplier stopping;
  private final Duration heartbeat;
  private final Semaphore changes = new Semaphore(0);
  private @Nullable String told;

  /**
   * @param state the video's JSON at present; throws NOT_FOUND when it has been deleted
   * @param stopping whether to end though there may be more news; the client comes back by itself
   * @param heartbeat the longest silence
   */
  VideoEvents(Supplier<String> state, BooleanSupplier stopping, Duration heartbeat) {
    this.state = state;
    this.stopping = stopping;
    this.heartbeat = heartbeat;
  }

  /** To be called after each change, from any thread. */
  void changed() {
    changes.release();
  }

  void write(EventStream out) throws IOException {
    try {
      tell(out);
      int silent = 0;
      while (!stopping.getAsBoolean()) {
        if (await()) {
          silent = 0;
          tell(out);
        } else {
          out.heartbeat();
          if (++silent % LOOK_AFTER == 0) {
            tell(out);
          }
        }
      }
    } catch (DomainException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw new IOException(e.code().code(), e); // the client comes back by itself
      }
      // deleted: there will be no more news
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is stopping
    }
  }

  private boolean await() throws InterruptedException {
    boolean changed = changes.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    changes.drainPermits(); // several at once are one
    return changed;
  }

  private void tell(EventStream out) throws IOException {
    String now = state.get();
    if (!now.equals(told)) {
      out.event(null, now);
      told = now;
    }
  }
}
