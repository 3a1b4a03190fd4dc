package io.sealcast.gateway;

import io.sealcast.playback.StreamSession;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where a session's transports are: absolute paths on the host that was asked, so that they hold
 * behind any proxy and under http and https alike.
 */
public record StreamLinks(StreamSession session) {

  String websocket() {
    return "/api/ws/stream/" + encode(session.requestId());
  }

  String events() {
    return base() + "chunks/" + encode(session.requestId());
  }

  /** Of the default rendition; another object's name may replace the last part. */
  String media() {
    return base() + "media/" + encode(session.requestId()) + "/" + defaultName();
  }

  String manifest() {
    return base() + "manifest/" + encode(session.requestId()) + ".m3u8";
  }

  private String defaultName() {
    return encode(session.defaultRendition().getName());
  }

  private String base() {
    return "/api/stream/" + session.fileId() + "/";
  }

  /** A part of a path. */
  public static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
