package io.sealcast.it.api;

import java.util.List;
import java.util.stream.Stream;

/**
 * An endpoint of the server and its access rule.
 *
 * @param method HTTP method
 * @param path path with the placeholders of the OpenAPI document
 * @param access who may use it
 * @param body kind of the body that it reads
 */
record Endpoint(String method, String path, Access access, Body body) {
  /** Who may use an endpoint. */
  enum Access {
    /** Anybody, without a sign-in. */
    PUBLIC,
    /** Any account, for its own data. */
    ACCOUNT,
    /** The owner of the video. */
    OWNER,
    /** The account that opened the stream. */
    STREAM
  }

  /** The kind of body that is read. */
  enum Body {
    NONE,
    JSON,
    MULTIPART,
    CAPTIONS,
    BYTES,
    FORM
  }

  private static final String ORIGINAL = "/api/videos/{file_id}/original";

  /** The JAX-RS resources; EndpointsIT compares them with the OpenAPI document. */
  static final List<Endpoint> RESOURCES =
      List.of(
          new Endpoint("POST", "/api/users", Access.PUBLIC, Body.JSON),
          new Endpoint("GET", "/api/users/me", Access.ACCOUNT, Body.NONE),
          new Endpoint("POST", "/api/users/session", Access.PUBLIC, Body.JSON),
          new Endpoint("DELETE", "/api/users/session", Access.ACCOUNT, Body.NONE),
          new Endpoint("GET", "/api/events", Access.ACCOUNT, Body.NONE),
          new Endpoint("GET", "/api/videos", Access.ACCOUNT, Body.NONE),
          new Endpoint("POST", "/api/videos", Access.ACCOUNT, Body.MULTIPART),
          new Endpoint("POST", "/api/videos/check", Access.ACCOUNT, Body.BYTES),
          new Endpoint("GET", "/api/videos/{file_id}", Access.OWNER, Body.NONE),
          new Endpoint("PATCH", "/api/videos/{file_id}", Access.OWNER, Body.JSON),
          new Endpoint("DELETE", "/api/videos/{file_id}", Access.OWNER, Body.NONE),
          new Endpoint("GET", "/api/videos/{file_id}/events", Access.OWNER, Body.NONE),
          new Endpoint("PUT", "/api/videos/{file_id}/position", Access.OWNER, Body.JSON),
          new Endpoint("PUT", "/api/videos/{file_id}/captions/{lang}", Access.OWNER, Body.CAPTIONS),
          new Endpoint("DELETE", "/api/videos/{file_id}/captions/{lang}", Access.OWNER, Body.NONE),
          new Endpoint("POST", "/api/videos/{file_id}/reprocess", Access.OWNER, Body.JSON),
          new Endpoint("POST", "/api/videos/{file_id}/cancel", Access.OWNER, Body.NONE),
          new Endpoint("POST", ORIGINAL, Access.OWNER, Body.JSON),
          new Endpoint("GET", ORIGINAL, Access.STREAM, Body.NONE),
          new Endpoint("HEAD", ORIGINAL, Access.STREAM, Body.NONE),
          new Endpoint("POST", "/api/stream/{file_id}", Access.OWNER, Body.JSON),
          new Endpoint("DELETE", "/api/stream/{file_id}/{request_id}", Access.STREAM, Body.NONE),
          new Endpoint(
              "POST", "/api/stream/{file_id}/{request_id}/leave", Access.STREAM, Body.NONE),
          new Endpoint(
              "GET", "/api/stream/{file_id}/chunks/{request_id}", Access.STREAM, Body.NONE),
          new Endpoint(
              "GET", "/api/stream/{file_id}/media/{request_id}/{object}", Access.STREAM, Body.NONE),
          new Endpoint(
              "HEAD",
              "/api/stream/{file_id}/media/{request_id}/{object}",
              Access.STREAM,
              Body.NONE),
          new Endpoint(
              "GET", "/api/stream/{file_id}/manifest/{request_id}.m3u8", Access.STREAM, Body.NONE),
          new Endpoint(
              "GET",
              "/api/stream/{file_id}/manifest/{request_id}/{object}.m3u8",
              Access.STREAM,
              Body.NONE),
          new Endpoint(
              "GET", "/api/stream/{file_id}/manifest/{request_id}.mpd", Access.STREAM, Body.NONE));

  /** The WebSocket, which the OpenAPI document doesn't have. */
  static final Endpoint WEB_SOCKET =
      new Endpoint("GET", "/api/ws/stream/{request_id}", Access.STREAM, Body.NONE);

  /** The pages; EndpointsIT compares them with the files. */
  static final List<Endpoint> PAGES =
      List.of(
          new Endpoint("GET", "/", Access.ACCOUNT, Body.NONE),
          new Endpoint("POST", "/", Access.ACCOUNT, Body.FORM),
          new Endpoint("GET", "/upload", Access.ACCOUNT, Body.NONE),
          new Endpoint("POST", "/upload", Access.ACCOUNT, Body.FORM),
          new Endpoint("GET", "/watch", Access.ACCOUNT, Body.NONE),
          new Endpoint("POST", "/watch", Access.ACCOUNT, Body.FORM),
          new Endpoint("GET", "/sign-in", Access.PUBLIC, Body.NONE),
          new Endpoint("POST", "/sign-in", Access.PUBLIC, Body.FORM),
          new Endpoint("GET", "/sign-up", Access.PUBLIC, Body.NONE),
          new Endpoint("POST", "/sign-up", Access.PUBLIC, Body.FORM));

  static Stream<Endpoint> api() {
    return Stream.concat(RESOURCES.stream(), Stream.of(WEB_SOCKET));
  }

  static Stream<Endpoint> all() {
    return Stream.concat(api(), PAGES.stream());
  }

  boolean isApi() {
    return path.startsWith("/api/");
  }

  boolean isWebSocket() {
    return equals(WEB_SOCKET);
  }

  /** Whether the method may change something, or the request opens a WebSocket. */
  boolean isUnsafe() {
    return !(method.equals("GET") || method.equals("HEAD")) || isWebSocket();
  }

  /** Whether a header names the stream, and not the path. */
  boolean namesStreamInHeader() {
    return path.equals(ORIGINAL) && access == Access.STREAM;
  }

  String path(long fileId, String requestId, String object) {
    return path.replace("{file_id}", Long.toString(fileId))
        .replace("{request_id}", requestId)
        .replace("{object}", object)
        .replace("{lang}", "de");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
