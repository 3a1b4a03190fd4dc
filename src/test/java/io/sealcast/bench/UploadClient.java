package io.sealcast.bench;

import io.sealcast.it.client.ResponseHead;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends large bodies from memory on a plain socket, so that the load generator uses little CPU
 * time. The bytes are incompressible and have the signature of no format.
 */
final class UploadClient {
  static final int BLOCK = 1 << 20;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);

  UploadClient() {
    byte[] bytes = new byte[BLOCK];
    new Random(7).nextBytes(bytes);
    bytes[0] = 0;
    block.put(bytes).flip();
  }

  /**
   * The response to an upload.
   *
   * @param seconds time from connecting to the end of the response
   */
  record Answer(String head, String body, double seconds) {
    double mebibytesPerSecond(int blocks) {
      return blocks / seconds;
    }
  }

  /**
   * Sends a request and reads the response.
   *
   * @param head request line and headers without {@code Content-Length}, each with its line break
   * @param before bytes of the body before the blocks
   * @param blocks number of blocks of {@link #BLOCK} bytes
   * @param after bytes of the body after the blocks
   * @throws IOException when the status isn't 201
   */
  Answer send(URI server, String head, String before, int blocks, String after) throws IOException {
    long start = System.nanoTime();
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()))) {
      long length = before.length() + (long) blocks * BLOCK + after.length();
      String begin =
          head
              + "Host: %s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                  .formatted(server.getAuthority(), length)
              + before;
      write(channel, StandardCharsets.US_ASCII.encode(begin));
      for (int i = 0; i < blocks; i++) {
        write(channel, block.duplicate());
      }
      write(channel, StandardCharsets.US_ASCII.encode(after));
      InputStream in = new BufferedInputStream(channel.socket().getInputStream());
      String answer = ResponseHead.read(in);
      if (!answer.startsWith("HTTP/1.1 201")) {
        throw new IOException("not stored: " + answer.lines().findFirst().orElse(""));
      }
      Matcher announced = LENGTH.matcher(answer);
      byte[] body =
          announced.find()
              ? in.readNBytes(Integer.parseInt(announced.group(1)))
              : in.readAllBytes();
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Answer(answer, new String(body, StandardCharsets.UTF_8), seconds);
    }
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
