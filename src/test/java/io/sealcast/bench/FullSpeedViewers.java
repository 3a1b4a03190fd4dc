package io.sealcast.bench;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Viewers that read whole videos as fast as possible, each in a separate session. */
final class FullSpeedViewers implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private record Viewer(BenchmarkServer.Video video, JsonObject stream, RangeClient client) {}

  private final BenchmarkServer stage;
  private final List<Viewer> viewers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  FullSpeedViewers(BenchmarkServer stage, int size) throws IOException {
    this.stage = stage;
    for (int i = 0; i < size; i++) {
      BenchmarkServer.Video video = stage.video(i);
      JsonObject stream = stage.open(video);
      viewers.add(new Viewer(video, stream, stage.connect(stream, BUFFER)));
    }
  }

  /** Reads all videos concurrently the given number of times. Returns the number of bytes. */
  long read(int times) throws InterruptedException, ExecutionException {
    List<Future<Long>> readings = new ArrayList<>();
    for (Viewer viewer : viewers) {
      readings.add(threads.submit(() -> read(viewer, times)));
    }
    long bytes = 0;
    for (Future<Long> reading : readings) {
      bytes += reading.get();
    }
    return bytes;
  }

  private static long read(Viewer viewer, int times) throws IOException {
    BenchmarkServer.Video video = viewer.video();
    long bytes = 0;
    for (int i = 0; i < times; i++) {
      bytes += viewer.client().read(video.object(), 0, video.bytes() - 1);
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (Viewer viewer : viewers) {
      viewer.client().close();
      stage.end(viewer.video(), viewer.stream());
    }
  }
}
