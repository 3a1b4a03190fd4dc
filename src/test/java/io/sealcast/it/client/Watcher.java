package io.sealcast.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.RelayRate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A viewer for tests of faults. It reads a video repeatedly at a constant rate, and continues at
 * the same position over the next link when one breaks off. It compares each byte with the expected
 * one and records the longest gap.
 */
public final class Watcher implements AutoCloseable {
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
   * Starts to watch.
   *
   * @param video the expected bytes
   * @param bytesPerSecond rate of reading
   * @param links transports, used in turn
   */
  public static Watcher begin(byte[] video, long bytesPerSecond, RangeLink... links) {
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

  /** Waits until so many further bytes were received. */
  public void awaitMore(long bytes) {
    long wanted = pace.carried() + bytes;
    Awaitility.await("more of the video")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> failure != null || pace.carried() >= wanted);
    assertThat(failure).isNull();
  }

  /** Starts the measurement of gaps. */
  public void mark() {
    pace.mark();
  }

  /** Returns the longest time in seconds without a byte since {@link #mark}. */
  public double longestGap() {
    return pace.longestGap();
  }

  /** Returns the number of links that broke off. */
  public int interruptions() {
    return interruptions.get();
  }

  /** Stops watching and asserts that all received bytes were correct. */
  @Override
  public void close() {
    ended = true;
    links.forEach(RangeLink::close);
    assertThat(failure).as("what ended the watching").isNull();
  }
}
