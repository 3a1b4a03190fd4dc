package io.sealcast.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * How soon the first chunk comes and how fast the rest, by each transport; one viewer on the local
 * machine, both roles in one server. Not part of {@code verify}: {@code mvn verify -Dtest=none
 * -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=StreamingBenchmark}.
 */
class StreamingBenchmark {
  private static final String KEY = "a key of some length";
  private static final int ROUNDS = 10;
  private static final double MIB = 1 << 20;

  private final SealcastServer server = SealcastServer.shared();
  private final Api ann = Api.signUp(server);
  private final long fileId = ann.uploadProcessed(TestVideos.large(64), KEY);

  private interface Transport {
    long read(JsonObject stream, Runnable first) throws IOException;
  }

  @Test
  void report() throws IOException {
    measure("WebSocket, simple", this::simple);
    measure("WebSocket, ranges", this::ranges);
    measure("Server-Sent Events", (s, first) -> drain(s.getString("events_url"), first));
    measure("HTTP", (s, first) -> drain(s.getString("media_url"), first));
  }

  private void measure(String name, Transport transport) throws IOException {
    double[] firsts = new double[ROUNDS];
    double[] speeds = new double[ROUNDS];
    long size = ann.video(fileId).getJsonArray("renditions").getJsonObject(0).getInt("size");
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      JsonObject stream = ann.stream(fileId, KEY);
      long opened = System.nanoTime();
      long[] first = {0};
      int round = i;
      long bytes =
          transport.read(
              stream,
              () -> {
                if (first[0] == 0) {
                  first[0] = System.nanoTime();
                  firsts[round] = (first[0] - start) / 1e6;
                }
              });
      assertThat(bytes).isGreaterThanOrEqualTo(size);
      speeds[i] = size / MIB / ((System.nanoTime() - opened) / 1e9);
      ann.delete("/api/stream/" + fileId + "/" + stream.getString("request_id"));
    }
    Arrays.sort(firsts);
    Arrays.sort(speeds);
    System.out.printf(
        Locale.ROOT,
        "BENCH %-20s POST to first bytes %5.0f ms (%.0f to %.0f), %6.1f MiB/s (%.1f to %.1f)%n",
        name,
        firsts[ROUNDS / 2],
        firsts[0],
        firsts[ROUNDS - 1],
        speeds[ROUNDS / 2],
        speeds[0],
        speeds[ROUNDS - 1]);
  }

  private long simple(JsonObject stream, Runnable first) {
    Viewer viewer = Viewer.open(server, ann, stream.getString("websocket_url"));
    viewer.take(); // start
    long length = 0;
    for (Object next = viewer.take(); next instanceof String text; next = viewer.take()) {
      first.run();
      length += text.length();
    }
    return length;
  }

  private long ranges(JsonObject stream, Runnable first) {
    Viewer viewer =
        Viewer.open(server, ann, stream.getString("websocket_url"), "sealcast.range.v1");
    JsonObject rendition = ann.video(fileId).getJsonArray("renditions").getJsonObject(0);
    long size = rendition.getInt("size");
    viewer.send(
        "{\"op\":\"range\",\"id\":1,\"object\":\"%s\",\"from\":0,\"to\":%d}"
            .formatted(rendition.getString("object"), size - 1));
    long length = 0;
    while (viewer.take() instanceof ByteBuffer frame) {
      first.run();
      length += frame.remaining() - 16;
    }
    viewer.abort();
    return length;
  }

  private long drain(String path, Runnable first) throws IOException {
    try (InputStream in = ann.send(ann.request(path), BodyHandlers.ofInputStream()).body()) {
      byte[] buffer = new byte[1 << 18];
      long length = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        length += n;
        if (length > 1000) { // more than the event that says what is to come
          first.run();
        }
      }
      return length;
    }
  }
}
