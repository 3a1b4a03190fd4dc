package io.sealcast.it.client;

import io.sealcast.it.harness.SealcastServer;
import jakarta.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A viewer that requests the next MiB of a video at fixed intervals, like a player at the bit rate
 * of the video, regardless of delays, and starts again at the end.
 */
public final class PacedViewer implements AutoCloseable {
  private static final int MIB = 1 << 20;

  private final Viewer viewer;
  private final String object;
  private final long chunks;
  private final Duration period;
  private final List<Long> millis = new CopyOnWriteArrayList<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private volatile boolean over;
  private volatile long bytes;

  /** Starts to watch a video of at least 1 MiB, with 1 MiB per {@code period}. */
  public PacedViewer(
      SealcastServer server, Api user, long fileId, JsonObject stream, Duration period) {
    JsonObject rendition = user.video(fileId).getJsonArray("renditions").getJsonObject(0);
    this.object = rendition.getString("object");
    this.chunks = rendition.getJsonNumber("size").longValue() / MIB;
    this.period = period;
    this.viewer = Viewer.open(server, user, stream.getString("websocket_url"), "sealcast.range.v1");
    thread.execute(this::watch);
  }

  private void watch() {
    long start = System.nanoTime();
    for (int i = 0; !over; i++) {
      long due = start + i * period.toNanos();
      try {
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
      } catch (InterruptedException e) {
        return;
      }
      fetch(i);
      millis.add(Duration.ofNanos(System.nanoTime() - due).toMillis());
    }
  }

  private void fetch(int i) {
    long from = i % chunks * MIB;
    viewer.requestRange(i, object, from, from + MIB - 1);
    Object next = viewer.take();
    for (; next instanceof ByteBuffer frame; next = viewer.take()) {
      bytes += frame.remaining();
    }
    bytes += ((String) next).length();
    if (!Api.json((String) next).getString("op").equals("end")) {
      throw new IllegalStateException("the paced viewer got " + next);
    }
  }

  /** Returns the delay of each chunk in milliseconds. */
  public List<Long> millis() {
    return List.copyOf(millis);
  }

  /** Returns the number of bytes received on the socket, of the video and of the protocol. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    over = true;
    thread.shutdown();
    try {
      thread.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    viewer.abort();
  }
}
