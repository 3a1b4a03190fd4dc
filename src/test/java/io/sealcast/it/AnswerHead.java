package io.sealcast.it;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** For clients on bare sockets. */
public final class AnswerHead {
  private AnswerHead() {}

  /** Status line and headers, with the empty line that ends them; what follows stays unread. */
  public static String read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("closed in the middle of an answer's head");
      }
      head.append((char) next);
    }
    return head.toString();
  }
}
