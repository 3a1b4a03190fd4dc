package io.sealcast.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A viewer's WebSocket on a bare socket (RFC 6455) that takes hardly anything: after the handshake
 * nothing is read, and the system's receive buffer is small.
 */
final class NonReadingViewer implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4096;
  private static final int PATIENCE = 30_000;

  private final Socket socket = new Socket();

  /** With the simple contract where {@code subprotocol} is empty. */
  NonReadingViewer(SealcastServer server, Api user, String path, String subprotocol) {
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER); // only before it is connected is it kept
      socket.setSoTimeout(PATIENCE);
      socket.connect(new InetSocketAddress("localhost", server.port()));
      String offer = subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
      write(
          ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n" + offer)
              + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + ("Authorization: " + user.authorization() + "\r\n\r\n"));
      String answer = AnswerHead.read(socket.getInputStream());
      if (!answer.startsWith("HTTP/1.1 101")) {
        throw new IOException("no WebSocket: " + answer.lines().findFirst().orElse(""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a text message of at most a few hundred characters. */
  void send(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81); // text, final
    frame.write(0x80 | 126); // masked, two bytes of length
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.writeBytes(new byte[4]); // a mask that changes nothing
    frame.writeBytes(payload);
    try {
      socket.getOutputStream().write(frame.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Leaves without a word. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
