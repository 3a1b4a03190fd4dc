package io.sealcast.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealcast.it.harness.SealcastServer;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The client of a WebSocket. Received messages are queued until they are taken. */
public final class Viewer implements WebSocket.Listener {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Timeout in seconds, longer than a server waits for a chunk. */
  private static final int PATIENCE_SECONDS = 60;

  /**
   * The received messages: {@code String}, {@code ByteBuffer}, or the close code as an {@code
   * Integer}.
   */
  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();

  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
  private final boolean paused;
  private WebSocket socket;

  private Viewer(boolean paused) {
    this.paused = paused;
  }

  public static Viewer open(SealcastServer server, Api user, String path, String... subprotocols) {
    return connect(new Viewer(false), server, path, headers(user), subprotocols);
  }

  /** Opens a WebSocket as a signed-in browser does. */
  public static Viewer openByCookie(
      SealcastServer server, String cookie, String path, String... subprotocols) {
    return connect(new Viewer(false), server, path, Map.of("Cookie", cookie), subprotocols);
  }

  /** Opens a WebSocket that receives nothing until {@link #resume}. */
  public static Viewer openPaused(
      SealcastServer server, Api user, String path, String... subprotocols) {
    return connect(new Viewer(true), server, path, headers(user), subprotocols);
  }

  private static Map<String, String> headers(Api user) {
    return user.username() == null ? Map.of() : Map.of("Authorization", user.authorization());
  }

  private static WebSocket.Builder overTls(SealcastServer server) {
    return HttpClient.newBuilder().sslContext(server.sslContext()).build().newWebSocketBuilder();
  }

  private static Viewer connect(
      Viewer viewer,
      SealcastServer server,
      String path,
      Map<String, String> headers,
      String... subprotocols) {
    WebSocket.Builder builder =
        server.uri().getScheme().equals("http") ? HTTP.newWebSocketBuilder() : overTls(server);
    headers.forEach(builder::header);
    if (subprotocols.length > 0) {
      builder.subprotocols(subprotocols[0]);
    }
    viewer.socket = builder.buildAsync(server.webSocketUri(path), viewer).join();
    return viewer;
  }

  /** Returns status and problem code of a rejected handshake. */
  public static String refusal(SealcastServer server, Api user, String path, String origin) {
    Map<String, String> headers = new java.util.HashMap<>(headers(user));
    if (origin != null) {
      headers.put("Origin", origin);
    }
    try {
      connect(new Viewer(false), server, path, headers).abort();
      return "accepted";
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(WebSocketHandshakeException.class);
      var answer = ((WebSocketHandshakeException) e.getCause()).getResponse();
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
      return Integer.toString(answer.statusCode());
    }
  }

  public String subprotocol() {
    return socket.getSubprotocol();
  }

  public void send(String message) {
    socket.sendText(message, true).join();
  }

  /**
   * Sends a message that the server may reject by closing the connection before it has read all of
   * it.
   */
  public void sendTooMuch(String message) {
    socket.sendText(message, true).exceptionally(e -> socket).join();
  }

  /**
   * Requests a range by {@code sealcast.range.v1}.
   *
   * @param from first byte
   * @param to last byte, inclusive
   */
  public void requestRange(int id, String object, long from, long to) {
    send(range(id, object, from, to));
  }

  public static String range(int id, String object, long from, long to) {
    return "{\"op\":\"range\",\"id\":%d,\"object\":\"%s\",\"from\":%d,\"to\":%d}"
        .formatted(id, object, from, to);
  }

  /** Waits for the next received message. */
  public Object take() {
    try {
      Object next = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(next).as("something within %d s", PATIENCE_SECONDS).isNotNull();
      return next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public JsonObject takeJson() {
    Object next = take();
    assertThat(next).isInstanceOf(String.class);
    return Api.json((String) next);
  }

  public void resume() {
    socket.request(Long.MAX_VALUE);
  }

  /** Closes the connection without a closing handshake. */
  public void abort() {
    socket.abort();
  }

  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  @Override
  public void onOpen(WebSocket opened) {
    if (!paused) {
      opened.request(Long.MAX_VALUE);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      arrived.add(text.toString());
      text.setLength(0);
    }
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    binary.writeBytes(bytes);
    if (last) {
      arrived.add(ByteBuffer.wrap(binary.toByteArray()));
      binary.reset();
    }
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    arrived.add(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    arrived.add(error);
  }
}
