package io.sealcast.problem;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Writes failures as problem details (RFC 9457), for JAX-RS and servlet filters alike. */
public final class Problems {
  /** The media type of all bodies with status 4xx and 5xx under {@code /api}. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** The value of {@code WWW-Authenticate} for callers without credentials (RFC 7617). */
  public static final String CHALLENGE = "Basic realm=\"Sealcast\", charset=\"UTF-8\"";

  private Problems() {}

  /**
   * Returns the body: {@code type}, {@code title}, {@code status}, {@code code}, {@code detail},
   * and the request's {@code correlation_id}.
   */
  public static JsonObject json(DomainException problem) {
    ErrorCode code = problem.code();
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("type", "urn:sealcast:problem:" + code.code())
            .add("title", code.defaultMessage())
            .add("status", code.httpStatus())
            .add("code", code.code())
            .add("detail", problem.getMessage());
    if (CorrelationId.current() != null) {
      body.add("correlation_id", CorrelationId.current());
    }
    if (!problem.errors().isEmpty()) {
      JsonArrayBuilder errors = Json.createArrayBuilder();
      problem
          .errors()
          .forEach(
              e ->
                  errors.add(
                      Json.createObjectBuilder()
                          .add("field", e.field())
                          .add("message", e.message())));
      body.add("errors", errors);
    }
    return body.build();
  }

  /** Returns a duration in whole seconds for {@code Retry-After}, at least 1. */
  public static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }

  /** Adds the header {@code Retry-After} when the problem is temporary. */
  public static void setRetryAfter(HttpServletResponse response, DomainException problem) {
    problem
        .retryAfter()
        .ifPresent(wait -> response.setHeader("Retry-After", Long.toString(seconds(wait))));
  }

  /**
   * Whether a response with status 401 carries a challenge. The response to a request of a page has
   * none: the browser would open its password dialog over the page, and the script would wait for
   * it instead of learning that the user is signed out.
   *
   * <p>Browsers mark requests of pages (Fetch Metadata), but only over https: and to localhost.
   * Over plain HTTP, such a request is recognized by {@code Origin}, which WebSockets and unsafe
   * methods have, or by {@code Referer}, which the application's {@code Referrer-Policy} makes
   * browsers send to the same origin.
   *
   * @param header returns the request header of a name, or null
   */
  public static boolean challenges(UnaryOperator<String> header) {
    String mode = header.apply("Sec-Fetch-Mode");
    return mode == null
        ? header.apply("Origin") == null && header.apply("Referer") == null
        : mode.equals("navigate");
  }

  /**
   * Responds to a request for a page: a browser gets the error page, anybody else the problem like
   * {@link #send}.
   */
  public static void sendToPage(
      HttpServletRequest request, HttpServletResponse response, DomainException problem)
      throws IOException {
    String accept = request.getHeader("Accept");
    if (accept != null && accept.contains("text/html")) {
      setRetryAfter(response, problem);
      response.sendError(problem.code().httpStatus());
    } else {
      send(request, response, problem);
    }
  }

  /**
   * Responds to a request with a problem. It does nothing when the response is already committed.
   * The rest of the request's body isn't read.
   */
  public static void send(
      HttpServletRequest request, HttpServletResponse response, DomainException problem)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(problem.code().httpStatus());
    response.setHeader("Cache-Control", "no-store");
    setRetryAfter(response, problem);
    if (problem.code().httpStatus() == 401 && challenges(request::getHeader)) {
      response.setHeader("WWW-Authenticate", CHALLENGE);
    }
    byte[] body = json(problem).toString().getBytes(StandardCharsets.UTF_8);
    response.setContentType(MEDIA_TYPE);
    response.setContentLength(body.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(body);
    }
    response.flushBuffer();
  }
}
