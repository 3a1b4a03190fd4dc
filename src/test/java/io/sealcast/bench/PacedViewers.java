package io.sealcast.bench;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Viewers that watch: each requests its next chunk of 1 MiB when a player of its bit rate would,
 * whether or not the previous one was late. A chunk is in time if it arrives before the next is
 * due, as for a player that buffers one chunk.
 */
final class PacedViewers implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int OPENERS = 4;

  /**
   * A delivered chunk.
   *
   * @param due time of {@link System#nanoTime()} at which it was due
   * @param took nanoseconds from then until it arrived
   */
  record Delivery(long due, long took) {}

  private record Viewer(BenchmarkServer.Video video, JsonObject stream, RangeClient client) {}

  private final BenchmarkServer stage;
  private final long period;
  private final Queue<Viewer> viewers = new ConcurrentLinkedQueue<>();
  private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  PacedViewers(BenchmarkServer stage, int size, double megabitsPerSecond)
      throws InterruptedException {
    this.stage = stage;
    period = (long) ((1 << 20) * 8 / (megabitsPerSecond * 1e6) * 1e9);
    List<Thread> openers = new ArrayList<>();
    for (int opener = 0; opener < OPENERS; opener++) {
      int first = opener;
      openers.add(new Thread(() -> open(first, size), "paced-opener-" + opener));
    }
    openers.forEach(Thread::start);
    for (Thread opener : openers) {
      opener.join();
    }
    if (viewers.isEmpty()) {
      throw new IllegalStateException("no viewer got in: " + failures.peek());
    }
  }

  private void open(int first, int size) {
    for (int i = first; i < size; i += OPENERS) {
      BenchmarkServer.Video video = stage.video(i);
      try {
        JsonObject stream = stage.open(video);
        viewers.add(new Viewer(video, stream, stage.connect(stream, BUFFER)));
      } catch (IOException | AssertionError e) {
        failures.add(e.toString());
      }
    }
  }

  /** Starts all viewers, evenly distributed over the duration of a chunk and over the video. */
  void start() {
    long start = System.nanoTime();
    int i = 0;
    for (Viewer viewer : viewers) {
      long first = start + period * i / viewers.size();
      int chunk = viewer.video().chunks() * i / viewers.size();
      Thread thread = new Thread(() -> watch(viewer, first, chunk), "paced-viewer-" + i++);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void watch(Viewer viewer, long first, int chunk) {
    try {
      for (long n = 0; ; n++) {
        long due = first + n * period;
        if (end.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          return;
        }
        long from = (chunk + n) % viewer.video().chunks() << 20;
        viewer.client().read(viewer.video().object(), from, from + (1 << 20) - 1);
        deliveries.add(new Delivery(due, System.nanoTime() - due));
      }
    } catch (IOException e) {
      failures.add(e.toString());
      deliveries.add(new Delivery(System.nanoTime(), Long.MAX_VALUE)); // never in time
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops the viewers after their current chunks. */
  List<Delivery> stop() throws InterruptedException {
    end.countDown();
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(90));
    }
    return List.copyOf(deliveries);
  }

  boolean inTime(Delivery delivery) {
    return delivery.took() <= period;
  }

  /** Returns the number of viewers that were admitted. */
  int size() {
    return viewers.size();
  }

  /** Returns the failures; empty when there were none. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws IOException {
    end.countDown();
    for (Viewer viewer : viewers) {
      viewer.client().close();
      stage.end(viewer.video(), viewer.stream());
    }
  }
}
