package io.sealcast.it.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Builds a {@code multipart/form-data} body with exactly the given bytes. */
public final class Multipart {
  public static final String BOUNDARY = "sealcast-test-boundary";
  public static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public Multipart text(String name, String value) {
    head("form-data; name=\"" + name + "\"");
    bytes.writeBytes(value.getBytes(StandardCharsets.UTF_8));
    return endPart();
  }

  public Multipart file(String filename, byte[] content) {
    head("form-data; name=\"file\"; filename=\"" + filename.replace("\"", "%22") + "\"");
    bytes.writeBytes(content);
    return endPart();
  }

  /** Begins a file, to which {@link #bytes} or the caller adds the content. */
  public Multipart unfinishedFile(String filename) {
    head("form-data; name=\"file\"; filename=\"" + filename + "\"");
    return this;
  }

  /** Adds bytes to the part that was begun. */
  public Multipart bytes(byte[] content) {
    bytes.writeBytes(content);
    return this;
  }

  private void head(String disposition) {
    String head = "--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\n\r\n";
    bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
  }

  private Multipart endPart() {
    bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return this;
  }

  public byte[] unfinished() {
    return bytes.toByteArray();
  }

  public byte[] whole() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes.toByteArray());
    all.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
    return all.toByteArray();
  }

  public HttpResponse<String> send(Api api) {
    HttpRequest.Builder request =
        api.request("/api/videos")
            .header("Content-Type", CONTENT_TYPE)
            .POST(BodyPublishers.ofByteArray(whole()));
    return api.send(request, BodyHandlers.ofString());
  }
}
