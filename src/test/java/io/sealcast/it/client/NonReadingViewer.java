package io.sealcast.it.client;

import io.sealcast.it.harness.SealcastServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A viewer's WebSocket (RFC 6455) on a plain socket that reads nothing after the handshake and has
 * a small receive buffer.
 */
public final class NonReadingViewer implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4096;
  private static final int PATIENCE = 30_000;

  private final Socket socket = new Socket();

  /** Connects. An empty {@code subprotocol} selects the simple protocol. */
  public NonReadingViewer(SealcastServer server, Api user, String path, String subprotocol) {
    this(server.port(), user.authorization(), path, subprotocol);
  }

  NonReadingViewer(int port, String authorization, String path, String subprotocol) {
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER); // ignored after the connection
      socket.setSoTimeout(PATIENCE);
      socket.connect(new InetSocketAddress("localhost", port));
      String offer = subprotocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n";
      write(
          ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n" + offer)
              + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + ("Authorization: " + authorization + "\r\n\r\n"));
      String answer = ResponseHead.read(socket.getInputStream());
      if (!answer.startsWith("HTTP/1.1 101")) {
        throw new IOException("no WebSocket: " + answer.lines().findFirst().orElse(""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a text message of at most a few hundred characters. */
  public void send(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81); // a final text frame
    frame.write(0x80 | 126); // masked, with a two-byte length
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.writeBytes(new byte[4]); // a mask of zeros, which changes nothing
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

  /** Closes the socket without a closing handshake. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
