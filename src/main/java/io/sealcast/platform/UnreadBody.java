package io.sealcast.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads what a refused caller is still sending, for a while. To close the connection at once would
 * have their system throw the answer away with it, and an upload would end in "connection reset" in
 * place of the reason.
 */
final class UnreadBody {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long SMALL = 64 * 1024;

  private UnreadBody() {}

  /** Whether the request's body is large enough for its caller to be still at it. */
  static boolean isLarge(HttpServletRequest request) {
    return request.getContentLengthLong() > SMALL || request.getHeader("Transfer-Encoding") != null;
  }

  /** Sends the answer off and passes over the rest of the body. */
  static void drain(HttpServletRequest request, HttpServletResponse response) {
    byte[] buffer = new byte[64 * 1024];
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      response.flushBuffer();
      InputStream body = request.getInputStream();
      while (body.read(buffer) >= 0 && System.nanoTime() < end) {
        // nothing: it was refused
      }
    } catch (IOException | IllegalStateException e) {
      return; // they have understood and gone
    } finally {
      java.util.Arrays.fill(buffer, (byte) 0);
    }
  }
}
