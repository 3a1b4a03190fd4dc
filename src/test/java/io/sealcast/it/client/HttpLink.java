package io.sealcast.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.SealcastServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads by HTTP, with one request per range, authenticated by cookie like a browser. */
public final class HttpLink implements RangeLink {
  private static final int BUFFER = 64 * 1024;

  private final Api browser;
  private final String cookie;
  private final String path;

  public HttpLink(SealcastServer server, Api user, JsonObject stream) {
    browser = Api.anonymous(server);
    cookie = signIn(user);
    path = stream.getString("media_url");
  }

  private String signIn(Api user) {
    String credentials =
        Json.createObjectBuilder()
            .add("username", user.username())
            .add("password", user.password())
            .build()
            .toString();
    HttpResponse<String> answer = browser.post("/api/users/session", credentials);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
  }

  @Override
  public void read(long from, long to, Consumer<ByteBuffer> bytes) throws IOException {
    HttpResponse<InputStream> answer;
    try {
      answer =
          browser.send(
              browser
                  .request(path)
                  .header("Cookie", cookie)
                  .header("Range", "bytes=" + from + "-" + to),
              BodyHandlers.ofInputStream());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 206) {
        throw new IOException("status " + answer.statusCode());
      }
      byte[] buffer = new byte[BUFFER];
      for (int n = body.read(buffer); n > 0; n = body.read(buffer)) {
        bytes.accept(ByteBuffer.wrap(buffer, 0, n));
      }
    }
  }

  @Override
  public void close() {
    // there is nothing to close
  }
}
