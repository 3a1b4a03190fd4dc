package io.sealcast.gateway;

import io.sealcast.metrics.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the bytes sent to viewers, in their encoded form: base64 is counted in full. Thread-safe.
 */
@ApplicationScoped
public class DeliveredBytes {
  private final LongAdder webSocket = new LongAdder();
  private final LongAdder events = new LongAdder();
  private final LongAdder http = new LongAdder();

  void show(@Observes Meters meters) {
    String name = "sealcast_delivered_bytes_total";
    String help = "Bytes sent to viewers, by transport.";
    meters.counter(name, help, "transport", "websocket", webSocket::sum);
    meters.counter(name, help, "transport", "sse", events::sum);
    meters.counter(name, help, "transport", "http", http::sum);
  }

  /** Returns the counter of bytes sent by WebSocket. */
  public LongAdder webSocket() {
    return webSocket;
  }

  /** Returns a stream that counts the bytes written to {@code out} as Server-Sent Events. */
  public OutputStream events(OutputStream out) {
    return new Counting(out, events);
  }

  /** Returns a stream that counts the bytes written to {@code out} as plain HTTP. */
  public OutputStream http(OutputStream out) {
    return new Counting(out, http);
  }

  /** Counts the bytes that it passes on. It doesn't close {@code out}. */
  private static final class Counting extends OutputStream {
    private final OutputStream out;
    private final LongAdder count;

    Counting(OutputStream out, LongAdder count) {
      this.out = out;
      this.count = count;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      count.increment();
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count.add(length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }
}
