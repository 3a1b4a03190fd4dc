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

/** Writes a video's JSON whenever it changes. */
final class VideoEvents {
  /**
   * Number of heartbeats without an event after which the video is polled, since events are lost
   * while the broker is unavailable.
   */
  private static final int POLL_AFTER = 5;

  private final Supplier<String> state;
  private final BooleanSupplier stopping;
  private final Duration heartbeat;
  private final Semaphore changes = new Semaphore(0);
  private @Nullable String lastSent;

  /**
   * Creates a writer.
   *
   * @param state returns the video's current JSON; throws NOT_FOUND when the video was deleted
   * @param stopping whether the stream has to end; the client reconnects by itself
   * @param heartbeat interval between heartbeats
   */
  VideoEvents(Supplier<String> state, BooleanSupplier stopping, Duration heartbeat) {
    this.state = state;
    this.stopping = stopping;
    this.heartbeat = heartbeat;
  }

  /** Reports a change. May be called by any thread. */
  void changed() {
    changes.release();
  }

  void write(EventStream out) throws IOException {
    try {
      sendState(out);
      int silent = 0;
      while (!stopping.getAsBoolean()) {
        if (await()) {
          silent = 0;
          sendState(out);
        } else {
          out.heartbeat();
          if (++silent % POLL_AFTER == 0) {
            sendState(out);
          }
        }
      }
    } catch (DomainException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw new IOException(e.code().code(), e); // the client reconnects by itself
      }
      // the video was deleted and can't change any more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the server is stopping
    }
  }

  private boolean await() throws InterruptedException {
    boolean changed = changes.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    changes.drainPermits(); // several changes result in one event
    return changed;
  }

  private void sendState(EventStream out) throws IOException {
    String now = state.get();
    if (!now.equals(lastSent)) {
      out.event(null, now);
      lastSent = now;
    }
  }
}
