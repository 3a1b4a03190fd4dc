package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Somebody who watches while something fails: reads a video at a steady pace, over and over, and
 * goes on where he was, over the next of his links, when one breaks off. Holds each byte against
 * what it must be and notes how long none came.
 */
final class Watcher implements AutoCloseable {
  private static final int STEP = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long PAUSE_MILLIS = 100;

  private final List<RangeLink> links;
  private final byte[] video;
  private final RelayRate pace = new RelayRate();
  private final AtomicInteger interruptions = new AtomicInteger();
  private final Thread thread;
  private int position;
  private int link;
  private volatile boolean ended;
  private volatile Throwable failure;

  private Watcher(List<RangeLink> links, byte[] video, long bytesPerSecond) {
    this.links = links;
    this.video = video;
    pace.limit(bytesPerSecond);
    thread = new Thread(this::watch, "watcher");
    thread.setDaemon(true);
  }

  /**
   * Begins to watch.
   *
   * @param video every byte of it
   */
  static Watcher begin(byte[] video, long bytesPerSecond, RangeLink... links) {
    Watcher watcher = new Watcher(List.of(links), video, bytesPerSecond);
    watcher.thread.start();
    return watcher;
  }

  private void watch() {
    try {
      while (!ended) {
        pace.take(STEP);
        readTo(Math.min(position + STEP, video.length));
        position %= video.length;
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  private void readTo(int end) throws IOException, InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (position < end) {
      try {
        links.get(link).read(position, end - 1, this::came);
      } catch (IOException e) {
        if (ended) {
          return;
        }
        if (System.nanoTime() - until > 0) {
          throw e;
        }
        interruptions.incrementAndGet();
        link = (link + 1) % links.size();
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void came(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (!bytes.equals(ByteBuffer.wrap(video, position, length))) {
      throw new AssertionError("wrong bytes between " + position + " and " + (position + length));
    }
    position += length;
    pace.carried(length);
  }

  /** Waits for so many bytes more. */
  void awaitMore(long bytes) {
    long wanted = pace.carried() + bytes;
    Awaitility.await("more of the video")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> failure != null || pace.carried() >= wanted);
    assertThat(failure).isNull();
  }

  /** From here on gaps are measured. */
  void mark() {
    pace.mark();
  }

  /** Seconds of the longest time without a byte since the mark. */
  double longestGap() {
    return pace.longestGap();
  }

  /** How often a link broke off. */
  int interruptions() {
    return interruptions.get();
  }

  /** All bytes that came were right. */
  @Override
  public void close() {
    ended = true;
    links.forEach(RangeLink::close);
    assertThat(failure).as("what ended the watching").isNull();
  }
}
