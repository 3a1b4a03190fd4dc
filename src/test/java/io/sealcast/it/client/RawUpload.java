package io.sealcast.it.client;

import io.sealcast.it.harness.SealcastServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An upload on a plain socket, which can announce more bytes than it sends and break off. */
public final class RawUpload implements AutoCloseable {
  private static final int PATIENCE = 20_000;

  private final Socket socket;

  public RawUpload(SealcastServer server, Api user, long announced, byte[] body)
      throws IOException {
    socket = new Socket("localhost", server.port());
    socket.setSoTimeout(PATIENCE);
    String head =
        "POST /api/videos HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
            + user.authorization()
            + "\r\nContent-Type: "
            + Multipart.CONTENT_TYPE
            + "\r\nContent-Length: "
            + announced
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    send(body);
  }

  /** Sends more of the body. */
  public void send(byte[] more) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(more);
    out.flush();
  }

  /** Waits for the head of the response and returns it. */
  public String answer() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    for (int b = in.read(); b >= 0 && head.indexOf("\r\n\r\n") < 0; b = in.read()) {
      head.append((char) b);
    }
    return head.toString();
  }

  /** Breaks the upload off. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
