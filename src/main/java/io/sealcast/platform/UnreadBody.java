package io.sealcast.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * Reads and discards the rest of a rejected request's body for up to 15 seconds. If the server
 * closed the connection immediately, the client's TCP stack would discard the response, and an
 * upload would end with "connection reset" instead of the reason.
 */
final class UnreadBody {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final long SMALL = 64 * 1024;

  private UnreadBody() {}

  /** Whether the body is so large that the caller may still be sending it. */
  static boolean isLarge(HttpServletRequest request) {
    return request.getContentLengthLong() > SMALL || request.getHeader("Transfer-Encoding") != null;
  }

  /** Flushes the response and discards the rest of the body. The call blocks. */
  static void drain(HttpServletRequest request, HttpServletResponse response) {
    byte[] buffer = new byte[64 * 1024];
    long end = System.nanoTime() + TIMEOUT.toNanos();
    try {
      response.flushBuffer();
      InputStream body = request.getInputStream();
      while (body.read(buffer) >= 0 && System.nanoTime() < end) {
        // the bytes of a rejected request are discarded
      }
    } catch (IOException | IllegalStateException e) {
      return; // the client has closed the connection
    } finally {
      java.util.Arrays.fill(buffer, (byte) 0);
    }
  }
}
