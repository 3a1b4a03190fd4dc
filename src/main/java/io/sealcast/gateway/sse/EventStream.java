package io.sealcast.gateway.sse;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code text/event-stream}. Comments are sent as heartbeats, so that a client can recognize
 * a broken connection by silence.
 */
final class EventStream {
  /**
   * Interval between heartbeats. It is shorter than the timeouts of proxies and pages, and
   * determines how soon the server notices that a client has left.
   */
  static final Duration HEARTBEAT = Duration.ofSeconds(3);

  /** Time in milliseconds after which a client reconnects when the stream has ended. */
  private static final byte[] RETRY = "retry: 3000\n\n".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** Returns a response with an event stream as its body. */
  static Response answer(StreamingOutput body) {
    return Response.ok(body)
        .header("Content-Type", "text/event-stream")
        .header("Cache-Control", "no-store")
        // without this header, nginx would hold events back until its buffer is full
        .header("X-Accel-Buffering", "no")
        .build();
  }

  /** Tells the client when to reconnect after the end of the stream. */
  EventStream withRetry() throws IOException {
    out.write(RETRY);
    out.flush();
    return this;
  }

  /**
   * Sends an unnamed event immediately.
   *
   * @param id id that the client sends back as {@code Last-Event-ID}, or null
   * @param data one line
   */
  void event(@Nullable String id, String data) throws IOException {
    event(null, id, data);
  }

  /**
   * Sends an event immediately.
   *
   * @param name name of the event, or null for an unnamed one
   * @param id id that the client sends back as {@code Last-Event-ID}, or null
   * @param data one line
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
