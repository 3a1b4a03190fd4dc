package io.sealcast.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who asks for an answer by HTTP and reads it as slowly as a test says, on a bare socket
 * whose small receive buffer hides nothing of that from the server.
 */
final class SlowReader implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4096;
  private static final int PIECE = 1024;
  private static final int PATIENCE = 60_000;

  private final Socket socket = new Socket();
  private final InputStream body;
  private long bytes;

  SlowReader(SealcastServer server, Api user, String path) {
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER); // only before it is connected is it kept
      socket.setSoTimeout(PATIENCE);
      socket.connect(new InetSocketAddress("localhost", server.port()));
      String request =
          ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n")
              + ("Connection: close\r\nAuthorization: " + user.authorization() + "\r\n\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      body = socket.getInputStream();
      String head = AnswerHead.read(body);
      if (!head.startsWith("HTTP/1.1 200")) {
        throw new IOException(head.lines().findFirst().orElse("no answer"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of the body that were read so far. */
  long bytes() {
    return bytes;
  }

  /**
   * Reads for a while, or to the end.
   *
   * @return whether that was the end
   */
  boolean read(long bytesPerSecond, Duration time) {
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
      return true; // broken off
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Reads what is left as fast as it comes. */
  void readToTheEnd() {
    read(Long.MAX_VALUE / TimeUnit.SECONDS.toNanos(1), Duration.ofMillis(PATIENCE));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
