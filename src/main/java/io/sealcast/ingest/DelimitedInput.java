package io.sealcast.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Splits a body at the delimiter lines of a boundary (RFC 2046, section 5.1.1) as it arrives. It
 * finds delimiters by the algorithm of Horspool, which looks at few of the bytes. The time for a
 * body is linear in its length for any bytes, since a delimiter has its only CR at its beginning.
 * Not thread-safe.
 */
final class DelimitedInput {
  private static final byte[] END_OF_HEADERS = {'\r', '\n', '\r', '\n'};

  /** The body isn't in the form of RFC 2046, or ends before its last delimiter. */
  static final class MalformedBody extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedBody(String message) {
      super(message);
    }
  }

  /** The headers of a part are longer than allowed. */
  static final class HeadersTooLong extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final InputStream in;
  private final byte[] delimiter;

  /** By the byte below the delimiter's end: how far the next possible delimiter is from there. */
  private final int[] shift = new int[256];

  private final byte[] buffer;
  private int head;
  private int tail;

  /** The end of the bytes in the buffer that belong to the present part. */
  private int limit;

  /** Whether a delimiter begins at {@code limit}. */
  private boolean delimited;

  /**
   * Creates an input, which begins with the preamble.
   *
   * @param boundary printable characters
   * @param bufferSize bytes, more than twice the length of the boundary
   */
  DelimitedInput(InputStream in, String boundary, int bufferSize) {
    this.in = in;
    delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    if (bufferSize < 2 * delimiter.length || boundary.indexOf('\r') >= 0) {
      throw new IllegalArgumentException("boundary");
    }
    int last = delimiter.length - 1;
    Arrays.fill(shift, delimiter.length);
    for (int i = 0; i < last; i++) {
      shift[delimiter[i] & 0xff] = last - i;
    }
    buffer = new byte[bufferSize];
    // the first delimiter line may begin the body, without a line before it
    buffer[0] = '\r';
    buffer[1] = '\n';
    tail = 2;
  }

  /**
   * Skips the rest of the present part, or of the preamble, and the delimiter after it.
   *
   * @return whether another part follows
   * @throws MalformedBody when the body ends before or after the delimiter
   */
  boolean nextPart() throws IOException {
    do {
      head = limit;
    } while (fill());
    head += delimiter.length;
    int first = readByte();
    while (first == ' ' || first == '\t') {
      first = readByte(); // padding, which RFC 2046 demands to be ignored
    }
    int second = readByte();
    boolean more = first == '\r' && second == '\n';
    if (!more && (first != '-' || second != '-')) {
      throw new MalformedBody("other bytes follow a boundary");
    }
    return more;
  }

  /**
   * Reads the headers of a part, up to the empty line after them.
   *
   * @param most maximum length in bytes
   * @throws HeadersTooLong when they are longer
   * @throws MalformedBody when the body ends before
   */
  byte[] headers(int most) throws IOException {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    // a part without headers begins with the empty line
    int matched = 2;
    while (matched < END_OF_HEADERS.length) {
      int b = readByte();
      headers.write(b);
      if (headers.size() > most) {
        throw new HeadersTooLong();
      }
      if (b == END_OF_HEADERS[matched]) {
        matched++;
      } else {
        matched = b == '\r' ? 1 : 0;
      }
    }
    search();
    return headers.toByteArray();
  }

  /** Returns the content of the part. It ends before the next delimiter. */
  InputStream content() {
    return new Content();
  }

  /** Overwrites the bytes in the buffer. Nothing can be read afterwards. */
  void wipe() {
    Arrays.fill(buffer, (byte) 0);
    head = 0;
    tail = 0;
    limit = 0;
    delimited = true;
  }

  private int readByte() throws IOException {
    if (head == tail) {
      head = 0;
      tail = 0;
      receive();
    }
    return buffer[head++] & 0xff;
  }

  /**
   * Makes bytes of the part available.
   *
   * @return false at the delimiter
   */
  private boolean fill() throws IOException {
    while (head == limit) {
      if (delimited) {
        return false;
      }
      System.arraycopy(buffer, head, buffer, 0, tail - head);
      tail -= head;
      head = 0;
      receive();
      search();
    }
    return true;
  }

  private void receive() throws IOException {
    int n = in.read(buffer, tail, buffer.length - tail);
    if (n < 0) {
      throw new MalformedBody("the body ends in the middle");
    }
    tail += n;
  }

  /** Searches for a delimiter from {@code head} on. */
  private void search() {
    int length = delimiter.length;
    int last = length - 1;
    int at = head;
    while (at <= tail - length) {
      if (isDelimiter(at)) {
        limit = at;
        delimited = true;
        return;
      }
      at += shift[buffer[at + last] & 0xff];
    }
    limit = Math.max(head, tail - last);
    while (limit < tail && !mayBeginDelimiter(limit)) {
      limit++;
    }
    delimited = false;
  }

  /**
   * Whether the bytes from a position to the end of the buffer are the beginning of a delimiter.
   */
  private boolean mayBeginDelimiter(int from) {
    for (int i = from; i < tail; i++) {
      if (buffer[i] != delimiter[i - from]) {
        return false;
      }
    }
    return true;
  }

  private boolean isDelimiter(int at) {
    for (int i = 0; i < delimiter.length; i++) {
      if (buffer[at + i] != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private final class Content extends InputStream {
    @Override
    public int read() throws IOException {
      return fill() ? buffer[head++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int part = Math.min(length, limit - head);
      System.arraycopy(buffer, head, target, offset, part);
      head += part;
      return part;
    }
  }
}
