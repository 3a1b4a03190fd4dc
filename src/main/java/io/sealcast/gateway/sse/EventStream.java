package io.sealcast.gateway.sse;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes {@code text/event-stream}: unnamed events, and comments so that silence means trouble. */
final class EventStream {
  /** Shorter than any proxy's or page's patience; also how soon a viewer who left is noticed. */
  static final Duration HEARTBEAT = Duration.ofSeconds(3);

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** The answer that a stream is. */
  static Response answer(StreamingOutput body) {
    return Response.ok(body)
        .header("Content-Type", "text/event-stream")
        .header("Cache-Control", "no-store")
        // nginx would collect events until its buffer is full
        .header("X-Accel-Buffering", "no")
        .build();
  }

  /**
   * Sends an event at once.
   *
   * @param id what the client sends back as {@code Last-Event-ID}, or null
   * @param data one line
   */
  void event(@Nullable String id, String data) throws IOException {
    event(null, id, data);
  }

  /**
   * Sends an event at once.
   *
   * @param name or null for an unnamed one
   */
  void event(@Nullable String name, @Nullable String id, String data) throws IOException {
    String head =
        (name == null ? "" : "event: " + name + "\n")
            + (id == null ? "" : "id: " + id + "\n")
            + "data: ";
    out.write((head + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  void heartbeat() throws IOException {
    out.write(COMMENT);
    out.flush();
  }
}
