package io.sealcast.media.playback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sealcast.gateway.manifest.RenditionPlaylists;
import io.sealcast.media.Rendition;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves one rendition at a time, with Sealcast's playlists and player library. */
final class RenditionServer implements AutoCloseable {
  private static final Path PLAYER = Path.of("src", "main", "js");
  private static final Path SHAKA =
      PLAYER.resolve("node_modules/shaka-player/dist/shaka-player.compiled-es2021.js");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "js", "text/javascript", "m3u8", "application/vnd.apple.mpegurl");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private volatile Rendition rendition;
  private volatile byte[] bytes = new byte[0];

  RenditionServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Replaces the served rendition. */
  void serve(Rendition newRendition, byte[] newBytes) {
    rendition = newRendition;
    bytes = newBytes;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try (exchange) {
      byte[] body = path.startsWith("/media/") ? bytes : content(path);
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String extension = path.substring(path.lastIndexOf('.') + 1);
      exchange.getResponseHeaders().set("Content-Type", TYPES.getOrDefault(extension, "video/mp4"));
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      send(exchange, body);
    }
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    String header = exchange.getRequestHeaders().getFirst("Range");
    Matcher range = RANGE.matcher(header == null ? "" : header);
    int from = 0;
    int to = body.length - 1;
    int status = 200;
    if (range.matches()) {
      from = Integer.parseInt(range.group(1));
      to = range.group(2).isEmpty() ? to : Math.min(to, Integer.parseInt(range.group(2)));
      status = 206;
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + to + "/" + body.length);
    }
    exchange.sendResponseHeaders(status, Math.max(1, to - from + 1));
    exchange.getResponseBody().write(body, from, Math.max(0, to - from + 1));
  }

  private byte[] content(String path) throws IOException {
    if (path.equals("/manifest/x.m3u8")) {
      return RenditionPlaylists.multivariant("x", rendition).getBytes(StandardCharsets.UTF_8);
    }
    if (path.equals("/manifest/muxed.m3u8")) {
      return RenditionPlaylists.muxed("x", rendition).getBytes(StandardCharsets.UTF_8);
    }
    if (path.startsWith("/manifest/x/")) {
      String track = path.substring("/manifest/x/".length()).replaceFirst("\\.m3u8$", "");
      return RenditionPlaylists.media("x", rendition, track).getBytes(StandardCharsets.UTF_8);
    }
    if (path.equals("/shaka.js")) {
      return Files.readAllBytes(SHAKA);
    }
    if (path.matches("/js/[a-z]+/[a-z0-9-]+\\.js")) {
      return Files.readAllBytes(PLAYER.resolve(path.substring(4)));
    }
    if (!path.matches("/[a-z]+\\.(html|js)")) {
      return null;
    }
    try (InputStream in = RenditionServer.class.getResourceAsStream(path.substring(1))) {
      return in == null ? null : in.readAllBytes();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
