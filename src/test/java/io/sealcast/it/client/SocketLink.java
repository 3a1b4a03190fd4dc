package io.sealcast.it.client;

import io.sealcast.it.harness.SealcastServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Reads by {@code sealcast.range.v1} over a WebSocket, which is replaced when it is closed. */
public final class SocketLink implements RangeLink {
  private static final int HEADER = 16;

  private final SealcastServer server;
  private final Api user;
  private final String path;
  private final String object;
  private Viewer viewer;
  private int ranges;

  public SocketLink(SealcastServer server, Api user, JsonObject stream, String object) {
    this.server = server;
    this.user = user;
    this.path = stream.getString("websocket_url");
    this.object = object;
  }

  @Override
  public void read(long from, long to, Consumer<ByteBuffer> bytes) throws IOException {
    try {
      if (viewer == null) {
        viewer = Viewer.open(server, user, path, "sealcast.range.v1");
      }
      viewer.requestRange(++ranges, object, from, to);
    } catch (CompletionException e) {
      viewer = null;
      throw new IOException(e.getCause());
    }
    for (Object next = viewer.take(); !isEnd(next); next = viewer.take()) {
      bytes.accept(((ByteBuffer) next).position(HEADER).slice());
    }
  }

  /** Whether a message ends the range; false for bytes. */
  private boolean isEnd(Object arrived) throws IOException {
    if (arrived instanceof ByteBuffer) {
      return false;
    }
    if (arrived instanceof String message) {
      JsonObject json = Api.json(message);
      if (json.getString("op").equals("end")) {
        return true;
      }
      throw new IOException(json.getString("code"));
    }
    viewer = null;
    throw new IOException("the WebSocket ended: " + arrived);
  }

  @Override
  public void close() {
    if (viewer != null) {
      viewer.abort();
    }
  }
}
