package io.sealcast.gateway;

import io.sealcast.path.BasePath;
import io.sealcast.playback.StreamSession;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The addresses of a session's transports. They are paths without a host, so that they are valid
 * behind any proxy and for http and https.
 *
 * @param base the path under which the application is served
 */
public record StreamLinks(StreamSession session, BasePath base) {

  String websocket() {
    return base.of("/api/ws/stream/" + encode(session.requestId()));
  }

  String events() {
    return ofVideo() + "chunks/" + encode(session.requestId());
  }

  /**
   * Returns the path of the default rendition. The last segment may be replaced by the name of
   * another object.
   */
  String media() {
    return media(session.defaultRendition().name());
  }

  /** Returns the path of an object. */
  String media(String object) {
    return ofVideo() + "media/" + encode(session.requestId()) + "/" + encode(object);
  }

  /** Returns the path of the HLS playlist. */
  String manifest() {
    return ofVideo() + "manifest/" + encode(session.requestId()) + ".m3u8";
  }

  /** Returns the path of the DASH manifest. */
  String dash() {
    return ofVideo() + "manifest/" + encode(session.requestId()) + ".mpd";
  }

  /** Returns the path of the uploaded file. */
  public String original() {
    return base.of("/api/videos/" + session.fileId() + "/original")
        + "?request_id="
        + encode(session.requestId());
  }

  private String ofVideo() {
    return base.of("/api/stream/" + session.fileId() + "/");
  }

  /** Encodes a path segment. */
  public static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
