package io.sealcast.gateway;

import io.sealcast.metrics.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.LongAdder;

/** Counts what leaves for viewers, as it leaves: base64 counts in full. */
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

  /** Takes the bytes that go by WebSocket. */
  public LongAdder webSocket() {
    return webSocket;
  }

  /** Counts what goes through {@code out} as Server-Sent Events. */
  public OutputStream events(OutputStream out) {
    return new Counting(out, events);
  }

  /** Counts what goes through {@code out} as plain HTTP. */
  public OutputStream http(OutputStream out) {
    return new Counting(out, http);
  }

  /** Adds what went through; whoever opened {@code out} closes it. */
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
