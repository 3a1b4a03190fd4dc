package io.sealcast.bench;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A client of {@code sealcast.range.v1} on a plain socket (RFC 6455), so that the load generator
 * uses little CPU time. It counts the bytes without examining them.
 */
final class RangeClient implements AutoCloseable {
  private static final int HEADER = 16; // of a binary message, before the video's bytes
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PATIENCE = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer;
  private int position;
  private int limit;
  private int requests;

  RangeClient(URI server, String path, String authorization, int bufferBytes) throws IOException {
    buffer = new byte[bufferBytes];
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(PATIENCE);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
    String request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                .formatted(path, server.getAuthority())
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Protocol: sealcast.range.v1\r\nAuthorization: %s\r\n\r\n"
                .formatted(authorization);
    out.write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) next());
    }
    if (!answer.toString().startsWith("HTTP/1.1 101")) {
      socket.close();
      throw new IOException("no WebSocket: " + answer.substring(0, answer.indexOf("\r\n")));
    }
  }

  /**
   * Reads a range to its end, both limits inclusive. Returns the number of bytes, which is
   * complete.
   */
  long read(String object, long from, long to) throws IOException {
    requests++;
    send(
        "{\"op\":\"range\",\"id\":%d,\"object\":\"%s\",\"from\":%d,\"to\":%d}"
            .formatted(requests, object, from, to));
    long got = untilText();
    if (got != to - from + 1) {
      throw new IOException(got + " bytes came instead of " + (to - from + 1));
    }
    return got;
  }

  private void send(String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | TEXT);
    frame.write(0x80 | 126); // masked, two bytes of length
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.writeBytes(new byte[4]); // the mask: none
    frame.writeBytes(payload);
    out.write(frame.toByteArray());
  }

  private long untilText() throws IOException {
    long total = 0;
    while (true) {
      int kind = next() & 15;
      long length = next() & 127;
      if (length >= 126) {
        int bytes = length == 126 ? 2 : 8;
        length = 0;
        for (int i = 0; i < bytes; i++) {
          length = length << 8 | next();
        }
      }
      switch (kind) {
        case TEXT -> {
          byte[] text = new byte[Math.toIntExact(length)];
          for (int i = 0; i < text.length; i++) {
            text[i] = (byte) next();
          }
          String message = new String(text, StandardCharsets.UTF_8);
          if (!message.contains("\"end\"")) {
            throw new IOException("the server says " + message);
          }
          return total;
        }
        case CLOSE -> throw new EOFException("the server closed the WebSocket");
        case BINARY -> {
          total += length - HEADER;
          skip(length);
        }
        default -> {
          total += kind == CONTINUATION ? length : 0;
          skip(length);
        }
      }
    }
  }

  private int next() throws IOException {
    if (position == limit) {
      fill();
    }
    return buffer[position++] & 255;
  }

  private void skip(long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      if (position == limit) {
        fill();
      }
      int step = (int) Math.min(left, limit - position);
      position += step;
      left -= step;
    }
  }

  private void fill() throws IOException {
    limit = in.read(buffer);
    position = 0;
    if (limit < 0) {
      limit = 0;
      throw new EOFException("the connection ended");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
