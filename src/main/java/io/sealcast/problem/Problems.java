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

/** Writes failures as RFC 9457 asks, the one way for JAX-RS and servlet filters alike. */
public final class Problems {
  /** Of every 4xx and 5xx body under {@code /api}. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** What a caller without credentials is told to send. */
  public static final String CHALLENGE = "Basic realm=\"Sealcast\", charset=\"UTF-8\"";

  private Problems() {}

  /**
   * The body: {@code type}, {@code title}, {@code status}, {@code code}, {@code detail}, and the
   * request's {@code correlation_id}.
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

  /** Whole seconds for {@code Retry-After}, at least 1. */
  public static long seconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }

  /** Adds {@code Retry-After} where the problem will pass. */
  public static void sayWhenToRetry(HttpServletResponse response, DomainException problem) {
    problem
        .retryAfter()
        .ifPresent(wait -> response.setHeader("Retry-After", Long.toString(seconds(wait))));
  }

  /**
   * Whether an answer 401 shall carry a challenge. What a page asks for gets none: the browser
   * would put its password window over the page, which would wait for that instead of hearing that
   * it is signed out.
   *
   * <p>Browsers tell what they ask for (Fetch Metadata), but only https: and localhost. Over plain
   * HTTP a page is known by {@code Origin}, which WebSockets and unsafe methods have, and by {@code
   * Referer}, which our {@code Referrer-Policy} has browsers send to ourselves.
   *
   * @param header the request's header of a name, or null
   */
  public static boolean challenges(UnaryOperator<String> header) {
    String mode = header.apply("Sec-Fetch-Mode");
    return mode == null
        ? header.apply("Origin") == null && header.apply("Referer") == null
        : mode.equals("navigate");
  }

  /**
   * Answers a request with a problem; does nothing when the answer has begun already. What is
   * unread of the request's body stays so.
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
    sayWhenToRetry(response, problem);
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
