package io.sealcast.it.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sealcast.it.harness.SealcastServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** Sends requests that no HTTP client would send. */
public final class RawHttp {
  private static final int PATIENCE_MILLIS = 20_000;

  private RawHttp() {}

  /** A response; {@code head} has the status line and the headers. */
  public record Answer(int status, String head, String body) {}

  /**
   * Sends a request without a body and reads the response until the server closes the connection.
   *
   * @param lines request line and headers
   */
  public static Answer send(SealcastServer server, String... lines) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      InputStream in = socket.getInputStream();
      String head = ResponseHead.read(in);
      String body = new String(in.readAllBytes(), ISO_8859_1);
      return new Answer(Integer.parseInt(head.split(" ", 3)[1]), head, body);
    }
  }
}
