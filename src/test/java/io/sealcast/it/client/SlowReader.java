package io.sealcast.it.client;

import io.sealcast.it.harness.SealcastServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A client that reads an HTTP response at a given rate on a plain socket. Its receive buffer is so
 * small that the server notices the slow rate.
 */
public final class SlowReader implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4096;
  private static final int PIECE = 1024;
  private static final int PATIENCE = 60_000;

  private final Socket socket = new Socket();
  private final InputStream body;
  private long bytes;

  public SlowReader(SealcastServer server, Api user, String path) {
    this(server, "Authorization: " + user.authorization(), path);
  }

  /**
   * Creates a client.
   *
   * @param credentials header that says who the client is
   */
  public SlowReader(SealcastServer server, String credentials, String path) {
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER); // ignored after the connection
      socket.setSoTimeout(PATIENCE);
      socket.connect(new InetSocketAddress("localhost", server.port()));
      String request =
          ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n")
              + ("Connection: close\r\n" + credentials + "\r\n\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      body = socket.getInputStream();
      String head = ResponseHead.read(body);
      if (!head.startsWith("HTTP/1.1 200")) {
        throw new IOException(head.lines().findFirst().orElse("no answer"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the number of bytes of the body read so far. */
  public long bytes() {
    return bytes;
  }

  /**
   * Reads for a time or to the end.
   *
   * @return whether the end was reached
   */
  public boolean read(long bytesPerSecond, Duration time) {
    byte[] piece = new byte[PIECE];
    long start = System.nanoTime();
    long before = bytes;
    try {
      while (System.nanoTime() - start < time.toNanos()) {
        int n = body.read(piece);
        if (n < 0) {
          return true;
        }
        bytes += n;
        long due = TimeUnit.SECONDS.toNanos(bytes - before) / bytesPerSecond;
        TimeUnit.NANOSECONDS.sleep(start + due - System.nanoTime());
      }
      return false;
    } catch (IOException e) {
      return true; // the connection broke off
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Reads the rest of the response without a limit of the rate. */
  public void readToTheEnd() {
    read(Long.MAX_VALUE / TimeUnit.SECONDS.toNanos(1), Duration.ofMillis(PATIENCE));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
