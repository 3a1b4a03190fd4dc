package io.sealcast.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealcast.it.client.ResponseHead;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** POSTs JSON on a plain persistent connection, so that the load generator uses little CPU time. */
final class PostClient implements AutoCloseable {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");
  private static final int PATIENCE = 60_000;

  private final URI server;
  private final String authorization;
  private final Socket socket;
  private final InputStream in;

  PostClient(URI server, String authorization) throws IOException {
    this.server = server;
    this.authorization = authorization;
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(PATIENCE);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Returns the body of the response, whose status must be 202. */
  JsonObject post(String path, JsonObject body) throws IOException {
    byte[] content = body.toString().getBytes(UTF_8);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n"
                .formatted(path, server.getAuthority(), authorization)
            + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(content.length);
    request.writeBytes(head.getBytes(US_ASCII));
    request.writeBytes(content);
    socket.getOutputStream().write(request.toByteArray());
    String answer = ResponseHead.read(in);
    Matcher length = LENGTH.matcher(answer);
    if (!answer.startsWith("HTTP/1.1 202") || !length.find()) {
      throw new IOException("no stream: " + answer.substring(0, answer.indexOf("\r\n")));
    }
    byte[] json = in.readNBytes(Integer.parseInt(length.group(1)));
    return JSON.createReader(new ByteArrayInputStream(json)).readObject();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
