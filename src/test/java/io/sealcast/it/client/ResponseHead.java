package io.sealcast.it.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the head of an HTTP response, for clients on plain sockets. */
public final class ResponseHead {
  private ResponseHead() {}

  /**
   * Reads status line and headers up to and including the empty line after them. The body stays
   * unread.
   */
  public static String read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed in the middle of a response's head");
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
