package io.sealcast.platform;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Maps the path of a request to its route, with placeholders for ids and secrets. A path that
 * matches no known route becomes {@code /api/*}, since it might contain a secret.
 */
final class Routes {
  private static final String ID = "/\\d{1,19}";
  private static final List<Route> KNOWN =
      List.of(
          route("/api/users(/me|/session)?", null),
          route("/api/videos(/check)?", null),
          route("/api/events", null),
          route("/api/videos" + ID, "/api/videos/{file_id}"),
          route("/api/videos" + ID + "/captions/[^/]+", "/api/videos/{file_id}/captions/{lang}"),
          route("/api/videos" + ID + "/events", "/api/videos/{file_id}/events"),
          route("/api/videos" + ID + "/original", "/api/videos/{file_id}/original"),
          route("/api/videos" + ID + "/position", "/api/videos/{file_id}/position"),
          route("/api/videos" + ID + "/reprocess", "/api/videos/{file_id}/reprocess"),
          route("/api/videos" + ID + "/cancel", "/api/videos/{file_id}/cancel"),
          route("/api/stream" + ID, "/api/stream/{file_id}"),
          route("/api/stream" + ID + "/chunks/[^/]+", "/api/stream/{file_id}/chunks/{request_id}"),
          route(
              "/api/stream" + ID + "/media/[^/]+/[^/]+",
              "/api/stream/{file_id}/media/{request_id}/{object}"),
          route(
              "/api/stream" + ID + "/manifest/[^/]+",
              "/api/stream/{file_id}/manifest/{request_id}"),
          route(
              "/api/stream" + ID + "/manifest/[^/]+/[^/]+",
              "/api/stream/{file_id}/manifest/{request_id}/{object}"),
          route("/api/stream" + ID + "/[^/]+", "/api/stream/{file_id}/{request_id}"),
          route("/api/stream" + ID + "/[^/]+/leave", "/api/stream/{file_id}/{request_id}/leave"),
          route("/api/ws/stream/[^/]+", "/api/ws/stream/{request_id}"));

  private record Route(Pattern path, @Nullable String name) {}

  private Routes() {}

  private static Route route(String pattern, @Nullable String name) {
    return new Route(Pattern.compile(pattern), name);
  }

  static String of(String path) {
    for (Route route : KNOWN) {
      if (route.path().matcher(path).matches()) {
        return route.name() == null ? path : route.name();
      }
    }
    return "/api/*";
  }
}
